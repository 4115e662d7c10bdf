using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>HTML of Markdown by anybody. Nothing in it runs, and nothing takes for ever.</summary>
internal static class SafeMarkdown
{
    private const int MostCharacters = 200_000;

    // A table makes each of its rows as wide as the first.
    private const int MostCells = 250_000;

    private static readonly string[] Schemes = ["http", "https", "mailto", "tel"];

    public static string ToHtml(string markdown, bool allowHtml, ReadingTime time)
    {
        CheckSize(markdown);
        try
        {
            var pipeline = Pipeline(allowHtml, time);
            var document = Markdown.Parse(markdown, pipeline);
            if (!allowHtml)
            {
                TakeScriptsOut(document);
            }

            return document.ToHtml(pipeline);
        }
        catch (ArgumentException e)
        {
            // Markdig's way to say that it is nested too deep.
            throw new NodeException("TOO_LARGE", "The Markdown is nested too deep, or its brackets and asterisks do not close", e);
        }
    }

    private static void CheckSize(string markdown)
    {
        if (markdown.Length > MostCharacters)
        {
            throw new NodeException("TOO_LARGE", $"The Markdown has more than {MostCharacters:N0} characters");
        }

        var lines = 0L;
        var mostCells = 0L;
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            lines++;
            mostCells = Math.Max(mostCells, line.Count('|'));
        }

        if (lines * mostCells > MostCells)
        {
            throw new NodeException("TOO_LARGE", $"The Markdown has tables of more than {MostCells:N0} cells");
        }
    }

    private static MarkdownPipeline Pipeline(bool allowHtml, ReadingTime time)
    {
        var builder = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);
        builder.InlineParsers.Insert(0, new Clock(time));
        return (allowHtml ? builder : builder.DisableHtml()).Build();
    }

    private static void TakeScriptsOut(MarkdownDocument document)
    {
        foreach (var inline in document.Descendants<Inline>())
        {
            if (inline is LinkInline link && !IsSafe(link.Url ?? "", link.IsImage))
            {
                link.Url = "";
                link.GetDynamicUrl = null;
            }
            else if (inline is AutolinkInline autolink && !autolink.IsEmail && !IsSafe(autolink.Url, isImage: false))
            {
                autolink.Url = "";
            }
        }
    }

    /// <summary>Whether the address has no scheme, or one that runs nothing. Browsers pass over white space in it.</summary>
    private static bool IsSafe(string url, bool isImage)
    {
        var address = string.Concat(url.Where(c => c > ' '));
        var end = address.AsSpan().IndexOfAny(":/?#");
        return end < 0 || address[end] != ':' || Schemes.Contains(address[..end], StringComparer.OrdinalIgnoreCase)
            || (isImage && address.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Is asked at each character that may begin something, and never takes it.</summary>
    private sealed class Clock : InlineParser
    {
        private readonly ReadingTime _time;

        public Clock(ReadingTime time)
        {
            _time = time;
            OpeningCharacters = [.. "[]!*_~`<|&:\\\n"];
        }

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            _time.Check();
            return false;
        }
    }
}
