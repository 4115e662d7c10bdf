using AngleSharp.Dom;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.NodeHosting;

/// <summary>The values that a query takes out of a page. Each selector is matched once, whatever the number of rows.</summary>
internal sealed class HtmlSelection
{
    private readonly HtmlTree _tree;
    private readonly IReadOnlyList<HtmlField> _fields;
    private readonly ReadingTime _time;
    private readonly string[] _names;
    private readonly List<int>?[] _matches;
    private long _length;

    public HtmlSelection(HtmlTree tree, IReadOnlyList<HtmlField> fields, ReadingTime time)
    {
        _tree = tree;
        _fields = fields;
        _time = time;
        _names = [.. fields.Select(field => field.Name)];
        if (_names.Distinct().Count() < _names.Length)
        {
            throw new NodeException("INVALID_PARAMETER", "Two values have the same name");
        }

        _matches = [.. fields.Select(field => string.IsNullOrWhiteSpace(field.Selector) ? null : CssSelector.Parse(field.Selector).Match(tree, time))];
    }

    /// <summary>The values of what is within the element; of the whole page for the first one, which is that of the page.</summary>
    public ValueMap Row(int element)
    {
        var values = new Value[_fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Read(_fields[i], _matches[i], element);
        }

        return ValueMap.Of(_names, values);
    }

    private Value Read(HtmlField field, List<int>? matches, int element)
    {
        if (matches is null)
        {
            return field.All ? ValueList.Of(Read(field, _tree[element])) : Read(field, _tree[element]);
        }

        var from = matches.BinarySearch(element == 0 ? 0 : element + 1);
        var at = from < 0 ? ~from : from;
        if (!field.All)
        {
            return at < matches.Count && matches[at] < _tree.End(element) ? Read(field, _tree[matches[at]]) : Value.Null;
        }

        var all = new List<Value>();
        for (; at < matches.Count && matches[at] < _tree.End(element); at++)
        {
            all.Add(Read(field, _tree[matches[at]]));
        }

        return ValueList.Of(all);
    }

    private Value Read(HtmlField field, IElement element)
    {
        _time.Check();
        var text = field.Content switch
        {
            HtmlContent.Text => HtmlText.Of(element, _time),
            HtmlContent.Html => element.InnerHtml,
            HtmlContent.Attribute => element.GetAttribute(field.Attribute),
        };
        _length += text?.Length ?? 0;
        return _length <= ValueLimits.Text ? text : throw new NodeException("TOO_LARGE", $"The values have more than {ValueLimits.Text >> 20} million characters");
    }
}
