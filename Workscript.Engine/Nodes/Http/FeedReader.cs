using System.Xml;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Http;

/// <summary>Reads RSS 0.9x, 1.0 and 2.0 and Atom alike, since they mean the same by the names that they share. Reads forward, and keeps what is asked for.</summary>
internal static class FeedReader
{
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    /// <summary>What the feed says of itself, and its first items. Links are completed by the address, where it is known.</summary>
    /// <exception cref="XmlException">The text is not well formed.</exception>
    /// <exception cref="NodeException">It is no feed.</exception>
    public static (ValueMap Head, ValueList Items) Read(XmlReader reader, Uri? address, int limit)
    {
        reader.MoveToContent();
        if (reader.LocalName is not ("rss" or "RDF" or "feed"))
        {
            throw new NodeException("INVALID_FEED", $"This is neither RSS nor Atom: the document is a <{reader.Name}>");
        }

        var head = new FeedPart(address);
        var items = new List<Value>();
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName == "channel")
            {
                continue;
            }

            using var part = reader.ReadSubtree();
            part.Read();
            if (part.LocalName is not ("item" or "entry"))
            {
                head.Take(part);
            }
            else if (items.Count < limit)
            {
                items.Add(ReadItem(part, address));
            }
        }

        return (head.Head(), ValueList.Of(items));
    }

    private static ValueMap ReadItem(XmlReader reader, Uri? address)
    {
        var item = new FeedPart(address) { Id = reader.GetAttribute("about", Rdf) };
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                using var member = reader.ReadSubtree();
                member.Read();
                item.Take(member);
            }
        }

        return item.Item();
    }
}
