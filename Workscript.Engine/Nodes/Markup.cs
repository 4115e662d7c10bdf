using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// What nodes ask of HTML and Markdown. Both may come from anywhere: what is too large, too deep or takes too long is a
/// <see cref="NodeException"/> with a code.
/// </summary>
public abstract class Markup
{
    /// <summary>The values that the query names; a list of such maps where it has <see cref="HtmlQuery.Each"/>.</summary>
    public abstract Value Select(string html, HtmlQuery query, CancellationToken cancellation);

    /// <summary>The text as a person would read it, with a line for each block.</summary>
    public abstract string ToText(string html, CancellationToken cancellation);

    /// <summary>HTML of Markdown. HTML within it is shown as text, and addresses that run scripts are taken out, unless <paramref name="allowHtml"/>.</summary>
    public abstract string ToHtml(string markdown, bool allowHtml, CancellationToken cancellation);
}

/// <summary>What to take out of HTML: from the whole of it or, with <paramref name="Each"/>, from each element that this selector matches.</summary>
public sealed record HtmlQuery(string? Each, IReadOnlyList<HtmlField> Fields);

/// <summary>One value: of the first element that the selector matches, null when there is none; or with <paramref name="All"/> a list of all.</summary>
public sealed record HtmlField(string Name, string Selector, HtmlContent Content, string Attribute, bool All);

/// <summary>What of an element is the value.</summary>
public enum HtmlContent
{
    Text,

    /// <summary>The HTML within the element.</summary>
    Html,
    Attribute,
}
