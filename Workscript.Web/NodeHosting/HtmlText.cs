using System.Collections.Frozen;
using System.Text;
using AngleSharp.Dom;

namespace Workscript.Web.NodeHosting;

/// <summary>The text of an element as one reads it: white space as one space, blocks on lines of their own, the cells of a row with tabs between.</summary>
internal sealed class HtmlText
{
    private static readonly FrozenSet<string> Unread = FrozenSet.Create(StringComparer.Ordinal, "head", "script", "style", "template", "noscript", "iframe", "object");

    private static readonly FrozenSet<string> Blocks = FrozenSet.Create(
        StringComparer.Ordinal,
        "address", "article", "aside", "body", "caption", "dd", "details", "div", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "section", "summary", "tr");

    private static readonly FrozenSet<string> Paragraphs = FrozenSet.Create(
        StringComparer.Ordinal, "blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul");

    private readonly StringBuilder _text = new();
    private readonly ReadingTime _time;
    private int _lines;
    private string _gap = "";

    private HtmlText(ReadingTime time) => _time = time;

    public static string Of(IElement element, ReadingTime time)
    {
        var text = new HtmlText(time);
        text.AddWithin(element);
        return text._text.ToString();
    }

    private void AddWithin(INode parent)
    {
        var isVerbatim = parent is IElement { LocalName: "pre" or "textarea" };
        for (var i = 0; i < parent.ChildNodes.Length; i++)
        {
            _time.Check();
            switch (parent.ChildNodes[i])
            {
                case IElement element when !Unread.Contains(element.LocalName):
                    AddElement(element);
                    break;
                case IText { Data: var verbatim } when isVerbatim:
                    StartWord();
                    _text.Append(verbatim.TrimEnd('\n'));
                    break;
                case IText { Data: var words }:
                    AddWords(words);
                    break;
            }
        }
    }

    private void AddElement(IElement element)
    {
        var name = element.LocalName;
        var lines = Paragraphs.Contains(name) ? 2 : Blocks.Contains(name) ? 1 : 0;
        if (name == "br")
        {
            _lines++;
            return;
        }

        _lines = Math.Max(_lines, lines);
        _gap = name is "td" or "th" && element.ParentElement?.FirstElementChild != element ? "\t" : _gap;
        if (name == "li")
        {
            StartWord();
            _text.Append("- ");
        }

        AddWithin(element);
        _lines = Math.Max(_lines, lines);
    }

    private void AddWords(string text)
    {
        foreach (var c in text)
        {
            if (c is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _gap = _gap.Length == 0 ? " " : _gap;
                continue;
            }

            StartWord();
            _text.Append(c == '\u00a0' ? ' ' : c);
        }
    }

    /// <summary>Writes what is due between the last word and the next: nothing at the very start.</summary>
    private void StartWord()
    {
        if (_text.Length > 0)
        {
            _text.Append('\n', Math.Min(_lines, 2)).Append(_lines == 0 ? _gap : "");
        }

        _lines = 0;
        _gap = "";
    }
}
