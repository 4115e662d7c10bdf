using Workscript.Engine.Nodes.Data;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Database;

/// <summary>Keeps records in the data tables of this server.</summary>
internal sealed class DatabaseNode : INode
{
    public NodeInfo Info { get; } = new()
    {
        Id = "database",
        Family = NodeFamily.Database,
        Summary = "Keep records in a data table",
        Details = "A table is there as soon as it is used, and all workflows of the server see the same ones. A record without an `id` gets one; inserting an `id` that is " +
            "there already replaces its record. `find` takes the first record that matches, `update` and `delete` take all of them. The ids `1` and `\"1\"` are two.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = ["insert", "find", "update", "delete", "list"] },
            new("table", ParameterKind.Text, "The table's name") { Required = true, Placeholder = "customers" },
            new("data", ParameterKind.Map, "The record to insert; what to change; or the record to find, update or delete, by its id") { Placeholder = """{ "id": "c-17", "name": "Ada" }""" },
            new("query", ParameterKind.Map, "Values that fields must have, in place of an id; a field may be a path such as address.city") { Placeholder = """{ "status": "open" }""" },
            new("sort", ParameterKind.Rows, "The order of a list, by fields; without it that of insertion") { Columns = SortOrder.Columns },
            new("limit", ParameterKind.Integer, "At most so many records of a list"),
            new("offset", ParameterKind.Integer, "How many records of a list to pass over") { Default = 0 },
        ],
        Edges =
        [
            new("success", "It is done") { Data = ["table", "inserted", "updated", "deleted", "record", "records", "count"] },
            new("found", "The record is there") { Data = ["record", "table"] },
            new("not_found", "No record matches") { Data = ["id", "table"] },
            new("error", "It could not be done") { Data = ["error", "code", "operation", "table"] },
        ],
        StateKeys = ["dbInserted", "dbRecord", "dbUpdated", "dbDeleted", "dbRecords"],
        Effect = NodeEffect.Repeatable,
        Example = """
            {
              "id": "database-example",
              "name": "Remember a customer",
              "version": "1.0.0",
              "workflow": [
                { "database": { "operation": "insert", "table": "customers", "data": { "id": "c-17", "name": "Ada", "city": "London" } } },
                { "database": { "operation": "find", "table": "customers", "query": { "city": "London" }, "found?": { "log": { "message": "{{$.dbRecord.name}}" } } } }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        if (!Coerce.Truth(context["operation"]) || !Coerce.Truth(context["table"]))
        {
            return Outcome.Fail("Missing operation or table");
        }

        var step = new TableStep(context, Coerce.Text(context["operation"]), Coerce.Text(context["table"]), cancellation);
        try
        {
            return await step.RunAsync();
        }
        catch (NodeException e)
        {
            return step.Failed(e.Message, e.Code);
        }
    }

    public NodeEffect EffectOf(NodeContext context) => Coerce.Text(context["operation"]) is "find" or "list" ? NodeEffect.None : NodeEffect.Repeatable;
}
