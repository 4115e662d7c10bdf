using System.Text;
using System.Xml;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Http;

/// <summary>What is known of a feed, or of one of its items. Of several elements with one meaning the first counts.</summary>
internal sealed class FeedPart(Uri? address)
{
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Content = "http://purl.org/rss/1.0/modules/content/";

    // Others use the same names for other things: media:title, itunes:summary.
    private static readonly string[] OwnNamespaces =
        ["", "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", DublinCore, Content];

    private static readonly string[] HeadNames = ["title", "link", "description", "updated"];
    private static readonly string[] ItemNames = ["id", "title", "link", "published", "updated", "summary", "content", "author", "categories"];

    private readonly List<Value> _categories = [];
    private string? _title;
    private string? _link;
    private string? _published;
    private string? _updated;
    private string? _summary;
    private string? _content;
    private string? _author;

    public string? Id { get; set; }

    /// <summary>Takes what the element says on which the reader stands.</summary>
    public void Take(XmlReader reader)
    {
        if (!OwnNamespaces.Contains(reader.NamespaceURI))
        {
            return;
        }

        switch (reader.LocalName)
        {
            case "guid" or "id":
                Id ??= Text(reader);
                break;
            case "title":
                _title ??= Text(reader);
                break;
            case "link":
                TakeLink(reader);
                break;
            case "pubDate" or "published" or "date":
                _published ??= Text(reader);
                break;
            case "updated" or "lastBuildDate":
                _updated ??= Text(reader);
                break;
            case "description" or "summary" or "subtitle":
                _summary ??= Text(reader);
                break;
            case "encoded" or "content":
                _content ??= Text(reader);
                break;
            case "author" or "creator":
                _author ??= Author(reader);
                break;
            case "category" or "subject":
                _categories.Add(reader.GetAttribute("term") ?? Text(reader));
                break;
        }
    }

    public ValueMap Head() => ValueMap.Of(HeadNames, _title, _link, _summary, Date(_updated ?? _published));

    public ValueMap Item()
    {
        var link = _link ?? (Uri.TryCreate(Id, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? Id : null);
        return ValueMap.Of(ItemNames, Id ?? link ?? _title, _title, link, Date(_published ?? _updated), Date(_updated ?? _published), _summary, _content, _author, ValueList.Of(_categories));
    }

    /// <summary>RSS has the address as text, Atom as an attribute, along with those of the feed itself, of comments, of files.</summary>
    private void TakeLink(XmlReader reader)
    {
        if (reader.GetAttribute("rel") is null or "alternate")
        {
            var link = reader.GetAttribute("href") ?? Text(reader);
            _link ??= Uri.TryCreate(address, link, out var whole) ? whole.AbsoluteUri : link;
        }
    }

    private static Value Date(string? text) => text is null ? Value.Null : FeedDate.Of(text);

    /// <summary>The name where there is one, as in Atom; else the text.</summary>
    private static string Author(XmlReader reader)
    {
        var text = new StringBuilder();
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "name" })
            {
                return Text(reader);
            }

            Append(text, reader);
        }

        return text.ToString().Trim();
    }

    private static string Text(XmlReader reader)
    {
        if (reader.GetAttribute("type") == "xhtml")
        {
            return reader.ReadInnerXml().Trim();
        }

        var text = new StringBuilder();
        using var inner = reader.ReadSubtree();
        while (inner.Read())
        {
            Append(text, inner);
        }

        return text.ToString().Trim();
    }

    private static void Append(StringBuilder text, XmlReader reader)
    {
        if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
        {
            text.Append(reader.Value);
        }
    }
}
