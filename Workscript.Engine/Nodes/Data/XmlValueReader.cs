using System.Text;
using System.Xml;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Reads an XML element as a value. <paramref name="lists"/> are the names of elements that are lists also where there is one.</summary>
internal sealed class XmlValueReader(bool typed, IReadOnlySet<string> lists)
{
    // An element that is repeated is two levels: its list and its map.
    private const int MostLevels = ValueLimits.MemberDepth / 2 - 4;

    private readonly Stack<Element> _open = new();

    /// <summary>The document's element, as the one member of a map.</summary>
    /// <exception cref="XmlException">The document is not well formed, or is nested too deep.</exception>
    public ValueMap Read(XmlReader reader)
    {
        var document = new Element("");
        _open.Push(document);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Open(reader);
                    break;
                case XmlNodeType.EndElement:
                    Close();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    _open.Peek().Append(reader.Value);
                    break;
            }
        }

        return document.Members(lists);
    }

    private void Open(XmlReader reader)
    {
        if (_open.Count > MostLevels)
        {
            throw new XmlException($"it is nested deeper than {MostLevels} levels.", null, ((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition);
        }

        var isEmpty = reader.IsEmptyElement;
        var element = new Element(reader.Name);
        while (reader.MoveToNextAttribute())
        {
            element.Add("@" + reader.Name, Scalar(reader.Value));
        }

        _open.Push(element);
        if (isEmpty)
        {
            Close();
        }
    }

    private void Close()
    {
        var element = _open.Pop();
        _open.Peek().Add(element.Name, ValueOf(element));
        _open.Peek().HasElements = true;
    }

    private Value ValueOf(Element element)
    {
        var text = element.Text;
        if (element.IsPlain)
        {
            return Scalar(text);
        }

        var kept = element.HasElements ? Coerce.Trim(text) : text;
        if (kept.Length > 0)
        {
            element.Add("#text", Scalar(kept));
        }

        return element.Members(lists);
    }

    private Value Scalar(string text) => typed ? TypedText.Of(text) : text;

    /// <summary>An element that is being read. Most are plain and of one piece, so little is made for them.</summary>
    private sealed class Element(string name)
    {
        private OrderedDictionary<string, List<Value>>? _members;
        private StringBuilder? _pieces;
        private string _text = "";

        public string Name => name;

        public string Text => _pieces?.ToString() ?? _text;

        public bool HasElements { get; set; }

        /// <summary>Whether the element has neither attributes nor elements.</summary>
        public bool IsPlain => _members is null;

        public void Append(string text)
        {
            if (_text.Length == 0)
            {
                _text = text;
                return;
            }

            (_pieces ??= new(_text)).Append(text);
        }

        public void Add(string member, Value value)
        {
            _members ??= [];
            if (!_members.TryGetValue(member, out var values))
            {
                _members.Add(member, values = []);
            }

            values.Add(value);
        }

        public ValueMap Members(IReadOnlySet<string> lists)
        {
            var map = new ValueMap.Builder(_members?.Count ?? 0);
            foreach (var (member, values) in _members ?? [])
            {
                map.Set(member, values.Count > 1 || lists.Contains(member) ? ValueList.Of(values) : values[0]);
            }

            return map.Build();
        }
    }
}
