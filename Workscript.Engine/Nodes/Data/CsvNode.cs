using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Reads a table from CSV text, or writes one.</summary>
internal sealed class CsvNode : PureNode
{
    private static readonly string[] ParsedNames = ["items", "columns", "count"];
    private static readonly string[] WrittenNames = ["text", "count"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "csv",
        Family = NodeFamily.Data,
        Summary = "Read a table from CSV text, or write one",
        Details = "Reading gives an object for each row, or a list of its cells where neither a header nor `columns` names them. All cells are text unless `types` is on. " +
            "A row with more or fewer cells than there are columns is an error that says where. Writing takes objects, or lists of cells; without `columns` all members that occur become columns. " +
            "For spreadsheets, write with `bom`, and with `guardFormulas` what strangers typed.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "Read the text in data, or write the items") { Choices = ["parse", "write"], Default = "parse" },
            new("data", ParameterKind.LongText, "The text to read; without it the `data` of the state, or of the step before"),
            new("items", ParameterKind.List, "The rows to write; without it the `items` of the state, or of the step before"),
            new("header", ParameterKind.Switch, "Whether the first line has the columns' names") { Default = true },
            new("columns", ParameterKind.List, "The columns' names: in place of the header's when reading; which to write, and in what order") { Placeholder = """["id", "name"]""" },
            new("delimiter", ParameterKind.Text, "The character between cells, or tab") { Default = "," },
            new("types", ParameterKind.Switch, "Read plain numbers, true and false as such, and empty cells as null; 007 stays text") { Default = false },
            new("allowShortRows", ParameterKind.Switch, "Take cells that a row lacks at its end as empty") { Default = false },
            new("guardFormulas", ParameterKind.Switch, "Write ' before texts with which a spreadsheet would compute") { Default = false },
            new("lineEnd", ParameterKind.Choice, "How written lines end") { Choices = ["crlf", "lf"], Default = "crlf" },
            new("bom", ParameterKind.Switch, "Begin with the mark by which Excel knows UTF-8") { Default = false },
        ],
        Edges =
        [
            new("success", "The table is read, or written") { Data = [.. ParsedNames, "text"] },
            new("error", "No text or items, or they are no table") { Data = ["error", "code"] },
        ],
        StateKeys = ["csvResult"],
        Example = """
            {
              "id": "csv-example",
              "name": "Open invoices as a table",
              "version": "1.0.0",
              "initialState": { "file": "no;customer;open\n7;Ada;120\n9;\"Hopper; Grace\";0\n" },
              "workflow": [
                { "csv": { "data": "$.file", "delimiter": ";", "types": true } },
                { "filter": { "items": "$.csvResult", "conditions": [{ "field": "open", "operation": "gt", "value": 0 }] } },
                { "csv": { "operation": "write", "items": "$.filterPassed", "columns": ["no", "open"] } },
                { "log": { "message": "$.csvResult" } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        try
        {
            var operation = context.Text("operation", "parse");
            return operation switch
            {
                "parse" => Parse(context),
                "write" => Write(context),
                _ => Outcome.Fail($"Unknown operation: {operation}"),
            };
        }
        catch (CsvException e)
        {
            return Outcome.Fail(e.Message, "INVALID_CSV");
        }
    }

    private static Outcome Parse(NodeContext context)
    {
        if (context.Source("data").AsText is not { } text)
        {
            return Outcome.Fail("Missing required parameter: data (the text of the table)");
        }

        var table = CsvTable.Read(text, CsvForm.Read(context));
        context.Set("csvResult", table.Items);
        var columns = ValueList.Of(Array.ConvertAll(table.Columns, name => Value.Of(name)));
        return Outcome.Take("success", ValueMap.Of(ParsedNames, table.Items, columns, table.Items.Count));
    }

    private static Outcome Write(NodeContext context)
    {
        if (context.Source("items").AsList is not { } items)
        {
            return Outcome.Fail("Missing required parameter: items (the list of rows)");
        }

        var text = new CsvWriter(CsvForm.Read(context)).Write(items);
        context.Set("csvResult", text);
        return Outcome.Take("success", ValueMap.Of(WrittenNames, text, items.Count));
    }
}
