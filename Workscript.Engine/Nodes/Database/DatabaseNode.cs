using System.Security.Cryptography;
using System.Text;
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

        var call = new Call(context, Coerce.Text(context["operation"]), Coerce.Text(context["table"]), cancellation);
        try
        {
            return await ExecuteAsync(call);
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code, ValueMap.Of(["operation", "table"], call.Operation, call.Table));
        }
    }

    private static Task<Outcome> ExecuteAsync(Call call) => call.Operation switch
    {
        "insert" => InsertAsync(call),
        "list" => ListAsync(call),
        "find" => OfQueryAsync(call, FindAsync),
        "update" => OfQueryAsync(call, UpdateAsync),
        "delete" => OfQueryAsync(call, DeleteAsync),
        _ => Task.FromResult(Outcome.Fail($"Unknown operation: {call.Operation}")),
    };

    private static async Task<Outcome> InsertAsync(Call call)
    {
        if (call.Data is not { } data)
        {
            return NothingFor(call);
        }

        var record = (IsId(data["id"]) ? data : WithId(call.Context, data)).With("createdAt", DateText.Of(call.Context.Now));
        await call.Tables.InsertAsync(call.Table, record, call.Cancellation);
        var id = record["id"];
        call.Context.Set("dbInserted", ValueMap.Of(["table", "id"], call.Table, id));
        return Outcome.Take("success", ValueMap.Of(["inserted", "table", "record"], id, call.Table, record));
    }

    private static async Task<Outcome> ListAsync(Call call)
    {
        if (WholeNumber(call.Context["limit"], least: 1) is not { } limit || WholeNumber(call.Context["offset"], least: 0) is not { } offset)
        {
            return Outcome.Fail("Invalid limit or offset: they must be whole numbers, and the limit more than 0");
        }

        var query = new RecordQuery(call.Context["query"].AsMap ?? ValueMap.Empty);
        ValueList records;
        if (call.Context["sort"].IsNullOrMissing)
        {
            records = await call.Tables.ListAsync(call.Table, query, (int)offset, (int)limit, call.Cancellation);
        }
        else if (SortOrder.From(call.Context["sort"], dotted: true, out _) is { } order)
        {
            var all = order.Apply(await call.Tables.ListAsync(call.Table, query, 0, int.MaxValue, call.Cancellation));
            records = ValueList.Of(all.Skip((int)offset).Take((int)limit).ToArray());
        }
        else
        {
            return Outcome.Fail("Invalid sort: it must be a list of objects with a fieldName, and an order that is ascending or descending");
        }

        call.Context.Set("dbRecords", records);
        return Outcome.Take("success", ValueMap.Of(["records", "count", "table"], records, records.Count, call.Table));
    }

    /// <summary>By the query, or else the id in the data. Where neither says anything it is an error: a query that lost its values must not match everything.</summary>
    private static Task<Outcome> OfQueryAsync(Call call, Func<Call, RecordQuery, Task<Outcome>> work)
    {
        if (call.Context["query"].AsMap is { Count: > 0 } query)
        {
            return work(call, new(query));
        }

        return IsId(call.Context["data"]["id"]) ? work(call, new(ValueMap.Of("id", call.Context["data"]["id"]))) : Task.FromResult(NothingFor(call));
    }

    private static async Task<Outcome> FindAsync(Call call, RecordQuery query)
    {
        if (await call.Tables.ListAsync(call.Table, query, 0, 1, call.Cancellation) is not [var record])
        {
            return NotFound(call, query);
        }

        call.Context.Set("dbRecord", record);
        return Outcome.Take("found", ValueMap.Of(["record", "table"], record, call.Table));
    }

    private static async Task<Outcome> UpdateAsync(Call call, RecordQuery query)
    {
        if (call.Data is not { } data)
        {
            return NothingFor(call);
        }

        if (!data["id"].IsMissing && data["id"] != query.Id)
        {
            return Outcome.Fail("An update cannot change the id of a record: leave it out of data");
        }

        var changes = data.With("updatedAt", DateText.Of(call.Context.Now));
        return Changed(call, "dbUpdated", query, await call.Tables.UpdateAsync(call.Table, query, changes, call.Cancellation));
    }

    private static async Task<Outcome> DeleteAsync(Call call, RecordQuery query) =>
        Changed(call, "dbDeleted", query, await call.Tables.DeleteAsync(call.Table, query, call.Cancellation));

    private static Outcome Changed(Call call, string key, RecordQuery query, int count)
    {
        if (count == 0)
        {
            return NotFound(call, query);
        }

        var id = query.Id.IsMissing ? Value.Null : query.Id;
        call.Context.Set(key, id.IsNull ? ValueMap.Of(["table", "count"], call.Table, count) : ValueMap.Of(["table", "id"], call.Table, id));
        return Outcome.Take("success", ValueMap.Of([$"{call.Operation}d", "table", "count"], id, call.Table, count));
    }

    private static Outcome NotFound(Call call, RecordQuery query) =>
        Outcome.Take("not_found", ValueMap.Of(["id", "table"], query.Id.IsMissing ? Value.Null : query.Id, call.Table));

    private static Outcome NothingFor(Call call) => Outcome.Fail($"Missing data or id for {call.Operation} operation");

    private static bool IsId(Value id) => id.IsNumber || id.AsText is { Length: > 0 };

    /// <summary>The record with an id that the same step of the same run gives it again, should it be repeated after a crash.</summary>
    private static ValueMap WithId(NodeContext context, ValueMap data)
    {
        var step = Encoding.UTF8.GetBytes($"{context.RunId} {context.StepKey}");
        var id = context.RunId.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(step).AsSpan(0, 16)) : Guid.NewGuid().ToString("N");
        var record = new ValueMap.Builder(data.Count + 2).Set("id", id);
        foreach (var (name, value) in data.Without("id"))
        {
            record.Set(name, value);
        }

        return record.Build();
    }

    private static double? WholeNumber(Value value, int least)
    {
        if (value.IsNullOrMissing)
        {
            return least == 0 ? 0 : int.MaxValue;
        }

        return value.IsNumber && value.AsDouble >= least && value.AsDouble <= int.MaxValue ? Math.Truncate(value.AsDouble) : null;
    }

    private sealed record Call(NodeContext Context, string Operation, string Table, CancellationToken Cancellation)
    {
        public DataTables Tables => Context.Host.Tables;

        public ValueMap? Data => Context["data"].AsMap;
    }
}
