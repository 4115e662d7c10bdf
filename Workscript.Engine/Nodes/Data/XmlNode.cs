using System.Xml;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Reads XML as a value, or writes a value as XML.</summary>
internal sealed class XmlNode : PureNode
{
    private static readonly string[] ParsedNames = ["data", "root"];
    private static readonly string[] WrittenNames = ["text"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "xml",
        Family = NodeFamily.Data,
        Summary = "Read XML as an object, or write one as XML",
        Details = """
            `<order no="7"><line>Tea</line><line>Milk</line><note lang="en">Thanks</note></order>` is `{ "order": { "@no": "7", "line": ["Tea", "Milk"], "note": { "@lang": "en", "#text": "Thanks" } } }`.

            An attribute is a member with `@`. An element is its text or, when it has attributes or elements, an object with its text as `#text`. An element that is there
            several times is a list; `lists` names those that are lists also when there is one. Prefixes such as `dc:` are part of the name. All values are text unless `types` is on.

            Comments are lost, and where in a text its elements stand. XML with a document type (`<!DOCTYPE>`) is not read.
            """,
        Parameters =
        [
            new("operation", ParameterKind.Choice, "Read the XML in data, or write the value in data") { Choices = ["parse", "write"], Default = "parse" },
            new("data", ParameterKind.Json, "The text to read, or the object to write; without it the `data` of the state, or of the step before"),
            new("types", ParameterKind.Switch, "Read plain numbers, true and false as such, and empty elements as null; 007 stays text") { Default = false },
            new("lists", ParameterKind.List, "Names of elements that are lists also when there is one") { Placeholder = """["line"]""" },
            new("root", ParameterKind.Text, "The element to write around data; without it data has one member, which is the element"),
            new("indent", ParameterKind.Switch, "Write each element on a line of its own") { Default = true },
            new("declaration", ParameterKind.Switch, "Begin with <?xml ... ?>") { Default = true },
        ],
        Edges =
        [
            new("success", "The XML is read, or written") { Data = [.. ParsedNames, "text"] },
            new("error", "No data, or data that is no XML or has no form in it") { Data = ["error", "code"] },
        ],
        StateKeys = ["xmlResult"],
        Example = """
            {
              "id": "xml-example",
              "name": "Confirm an order",
              "version": "1.0.0",
              "initialState": { "file": "<order no='7'><line price='3.50'>Tea</line></order>" },
              "workflow": [
                { "xml": { "data": "$.file", "types": true, "lists": ["line"] } },
                { "log": { "message": "Order {{$.xmlResult.order['@no']}} has {{$.xmlResult.order.line.length}} lines" } },
                { "xml": { "operation": "write", "root": "confirmation", "data": { "@order": "{{$.xmlResult.order['@no']}}", "status": "accepted" } } },
                { "log": { "message": "$.xmlResult" } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var operation = context.Text("operation", "parse");
        return operation switch
        {
            "parse" => Parse(context),
            "write" => Write(context),
            _ => Outcome.Fail($"Unknown operation: {operation}"),
        };
    }

    private static Outcome Parse(NodeContext context)
    {
        if (context.Source("data").AsText is not { } text)
        {
            return Outcome.Fail("Missing required parameter: data (the text to read)");
        }

        var lists = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in context["lists"].AsList ?? ValueList.Empty)
        {
            lists.Add(Coerce.TemplateText(name));
        }

        try
        {
            using var reader = SafeXml.Open(text);
            var data = new XmlValueReader(context.Flag("types"), lists).Read(reader);
            context.Set("xmlResult", data);
            return Outcome.Take("success", ValueMap.Of(ParsedNames, data, data.Names[0]));
        }
        catch (XmlException e)
        {
            return Outcome.Fail(SafeXml.Explain(e), "INVALID_XML");
        }
    }

    private static Outcome Write(NodeContext context)
    {
        var data = context.Source("data");
        var root = context["root"].AsText;
        if (data.IsMissing || (root is null && data is not { AsMap.Count: 1 }))
        {
            return Outcome.Fail("There is no element to write: give data with one member, or the name of an element as root");
        }

        try
        {
            var writer = new XmlValueWriter(context.Flag("indent", true));
            var text = writer.Write(root ?? data.AsMap!.Names[0], root is null ? data.AsMap!.Values[0] : data, context.Flag("declaration", true));
            context.Set("xmlResult", text);
            return Outcome.Take("success", ValueMap.Of(WrittenNames, text));
        }
        catch (XmlException e)
        {
            return Outcome.Fail($"The data cannot be written as XML: {e.Message}", "INVALID_XML");
        }
    }
}
