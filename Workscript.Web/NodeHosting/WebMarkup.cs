using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.NodeHosting;

/// <summary>HTML and Markdown for nodes, by AngleSharp and Markdig, within limits of size and time.</summary>
internal sealed class WebMarkup : Markup
{
    public override Value Select(string html, HtmlQuery query, CancellationToken cancellation)
    {
        var time = new ReadingTime(cancellation);
        var tree = HtmlTree.Read(html, time);
        var selection = new HtmlSelection(tree, query.Fields, time);
        if (query.Each is null)
        {
            return selection.Row(0);
        }

        var rows = CssSelector.Parse(query.Each).Match(tree, time);
        return ValueList.Of(rows.ConvertAll(row => (Value)selection.Row(row)));
    }

    public override string ToText(string html, CancellationToken cancellation)
    {
        var time = new ReadingTime(cancellation);
        return HtmlText.Of(HtmlTree.Read(html, time)[0], time);
    }

    public override string ToHtml(string markdown, bool allowHtml, CancellationToken cancellation) =>
        SafeMarkdown.ToHtml(markdown, allowHtml, new ReadingTime(cancellation));
}
