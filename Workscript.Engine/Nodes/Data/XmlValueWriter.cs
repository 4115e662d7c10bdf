using System.Text;
using System.Xml;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Writes a value as XML, by the conventions with which <see cref="XmlValueReader"/> reads it.</summary>
internal sealed class XmlValueWriter(bool indent)
{
    private readonly StringBuilder _text = new();

    /// <exception cref="XmlException">A name or a character cannot be in XML, or a value has no form there.</exception>
    public string Write(string root, Value value, bool declaration)
    {
        if (value.Kind == ValueKind.List)
        {
            throw new XmlException("a list cannot be the whole document: name the element around it, as in { \"items\": { \"item\": [...] } }");
        }

        if (declaration)
        {
            _text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").Append(indent ? "\n" : "");
        }

        WriteElement(root, value, 0, indent);
        return _text.ToString();
    }

    private void WriteElement(string name, Value value, int level, bool lines)
    {
        ValueLimits.CheckText(_text.Length);
        _text.Append(lines ? new string(' ', level * 2) : "").Append('<').Append(Checked(name));
        if (value.AsMap is { } map)
        {
            WriteMembers(name, map, level, lines);
        }
        else
        {
            WriteText(name, Scalar(name, value));
        }

        _text.Append(lines ? "\n" : "");
    }

    private void WriteMembers(string name, ValueMap map, int level, bool lines)
    {
        var hasElements = false;
        foreach (var (member, value) in map)
        {
            if (member.StartsWith('@'))
            {
                _text.Append(' ').Append(Checked(member[1..])).Append("=\"");
                Escape(Scalar(member, value), isAttribute: true);
                _text.Append('"');
            }

            hasElements |= !member.StartsWith('@') && member != "#text" && value is not { AsList.Count: 0 };
        }

        if (!hasElements)
        {
            WriteText(name, Scalar(name, map["#text"]));
            return;
        }

        // White space beside text would be part of it.
        var inner = lines && map["#text"].IsMissing;
        _text.Append('>').Append(inner ? "\n" : "");
        Escape(Scalar(name, map["#text"]), isAttribute: false);
        WriteElements(map, level + 1, inner);
        _text.Append(inner ? new string(' ', level * 2) : "").Append("</").Append(name).Append('>');
    }

    private void WriteElements(ValueMap map, int level, bool lines)
    {
        foreach (var (member, value) in map)
        {
            if (member.StartsWith('@') || member == "#text")
            {
                continue;
            }

            foreach (var one in value.AsList ?? ValueList.Of(value))
            {
                WriteElement(member, one, level, lines);
            }
        }
    }

    private void WriteText(string name, string text)
    {
        if (text.Length == 0)
        {
            _text.Append("/>");
            return;
        }

        _text.Append('>');
        Escape(text, isAttribute: false);
        _text.Append("</").Append(name).Append('>');
    }

    private static string Scalar(string name, Value value) => value.Kind is not (ValueKind.List or ValueKind.Map)
        ? Coerce.TemplateText(value)
        : throw new XmlException($"'{name}' holds {(value.Kind == ValueKind.List ? "a list within a list" : "an object")} where XML has only text");

    private static string Checked(string name)
    {
        var isName = name.Length > 0 && (XmlConvert.IsStartNCNameChar(name[0]) || name[0] == '_');
        for (var i = 1; i < name.Length && isName; i++)
        {
            isName = XmlConvert.IsNCNameChar(name[i]) || (name[i] == ':' && i < name.Length - 1);
        }

        return isName ? name : throw new XmlException($"'{name}' cannot be the name of an element or an attribute");
    }

    private void Escape(string text, bool isAttribute)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&':
                    _text.Append("&amp;");
                    break;
                case '<':
                    _text.Append("&lt;");
                    break;
                case '>':
                    _text.Append("&gt;");
                    break;
                case '"' when isAttribute:
                    _text.Append("&quot;");
                    break;
                case '\r':
                case '\n' or '\t' when isAttribute:
                    _text.Append("&#").Append((int)c).Append(';');
                    break;
                default:
                    _text.Append(c);
                    i += CheckCharacter(text, i);
                    break;
            }
        }
    }

    /// <summary>How many more characters the one at this place takes; the second half of a pair is appended as well.</summary>
    private int CheckCharacter(string text, int at)
    {
        if (XmlConvert.IsXmlChar(text[at]))
        {
            return 0;
        }

        if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]))
        {
            _text.Append(text[at + 1]);
            return 1;
        }

        throw new XmlException($"the character U+{(int)text[at]:X4} cannot be in XML");
    }
}
