using System.Security.Cryptography;
using System.Text;
using Workscript.Engine.Nodes.Data;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Database;

/// <summary>What one <c>database</c> step does.</summary>
internal sealed class TableStep(NodeContext context, string operation, string table, CancellationToken cancellation)
{
    private static readonly string[] FailureNames = ["operation", "table"];
    private static readonly string[] IdNames = ["table", "id"];
    private static readonly string[] CountNames = ["table", "count"];
    private static readonly string[] InsertedNames = ["inserted", "table", "record"];
    private static readonly string[] UpdatedNames = ["updated", "table", "count"];
    private static readonly string[] DeletedNames = ["deleted", "table", "count"];
    private static readonly string[] FoundNames = ["record", "table"];
    private static readonly string[] NotFoundNames = ["id", "table"];
    private static readonly string[] ListNames = ["records", "count", "table"];

    private DataTables Tables => context.Host.Tables;

    /// <exception cref="NodeException">The host cannot do it.</exception>
    public async ValueTask<Outcome> RunAsync() => operation switch
    {
        "insert" => await InsertAsync(),
        "list" => await ListAsync(),
        "find" or "update" or "delete" => Query() is { } query ? await RunAsync(query) : Nothing(),
        _ => Outcome.Fail($"Unknown operation: {operation}"),
    };

    public Outcome Failed(string message, string code) => Outcome.Fail(message, code, ValueMap.Of(FailureNames, operation, table));

    private async Task<Outcome> InsertAsync()
    {
        if (context["data"].AsMap is not { } data)
        {
            return Nothing();
        }

        var record = (IsId(data["id"]) ? data : WithId(data)).With("createdAt", DateText.Of(context.Now));
        await Tables.InsertAsync(table, record, context.StepOfRun, cancellation);
        context.Set("dbInserted", ValueMap.Of(IdNames, table, record["id"]));
        return Outcome.Take("success", ValueMap.Of(InsertedNames, record["id"], table, record));
    }

    private async Task<Outcome> ListAsync()
    {
        if (WholeNumber("limit", least: 1, int.MaxValue) is not { } limit || WholeNumber("offset", least: 0, fallback: 0) is not { } offset)
        {
            return Outcome.Fail("Invalid limit or offset: they must be whole numbers, and the limit more than 0");
        }

        var query = new RecordQuery(context["query"].AsMap ?? ValueMap.Empty);
        if (context["sort"].IsNullOrMissing)
        {
            return Listed(await Tables.ListAsync(table, query, offset, limit, cancellation));
        }

        if (SortOrder.From(context["sort"], dotted: true, out _) is not { } order)
        {
            return Outcome.Fail("Invalid sort: it must be a list of objects with a fieldName, and an order that is ascending or descending");
        }

        var all = order.Apply(await Tables.ListAsync(table, query, 0, int.MaxValue, cancellation));
        return Listed(ValueList.Of(all.Skip(offset).Take(limit).ToArray()));
    }

    private Outcome Listed(ValueList records)
    {
        context.Set("dbRecords", records);
        return Outcome.Take("success", ValueMap.Of(ListNames, records, records.Count, table));
    }

    private Task<Outcome> RunAsync(RecordQuery query) => operation switch
    {
        "find" => FindAsync(query),
        "update" => UpdateAsync(query),
        _ => DeleteAsync(query),
    };

    private async Task<Outcome> FindAsync(RecordQuery query)
    {
        if (await Tables.ListAsync(table, query, 0, 1, cancellation) is not [var record])
        {
            return NotFound(query);
        }

        context.Set("dbRecord", record);
        return Outcome.Take("found", ValueMap.Of(FoundNames, record, table));
    }

    private async Task<Outcome> UpdateAsync(RecordQuery query)
    {
        if (context["data"].AsMap is not { } data)
        {
            return Nothing();
        }

        if (!data["id"].IsMissing && data["id"] != query.Id)
        {
            return Outcome.Fail("An update cannot change the id of a record: leave it out of data");
        }

        var changes = data.With("updatedAt", DateText.Of(context.Now));
        return Changed("dbUpdated", UpdatedNames, query, await Tables.UpdateAsync(table, query, changes, context.StepOfRun, cancellation));
    }

    private async Task<Outcome> DeleteAsync(RecordQuery query) => Changed("dbDeleted", DeletedNames, query, await Tables.DeleteAsync(table, query, context.StepOfRun, cancellation));

    private Outcome Changed(string key, string[] names, RecordQuery query, int count)
    {
        if (count == 0)
        {
            return NotFound(query);
        }

        context.Set(key, query.Id.IsMissing ? ValueMap.Of(CountNames, table, count) : ValueMap.Of(IdNames, table, query.Id));
        return Outcome.Take("success", ValueMap.Of(names, IdOf(query), table, count));
    }

    private Outcome NotFound(RecordQuery query) => Outcome.Take("not_found", ValueMap.Of(NotFoundNames, IdOf(query), table));

    private Outcome Nothing() => Outcome.Fail($"Missing data or id for {operation} operation");

    /// <summary>The query, or else the id in the data. Null where neither says anything: a query that lost its values must not match everything.</summary>
    private RecordQuery? Query()
    {
        if (context["query"].AsMap is { Count: > 0 } query)
        {
            return new(query);
        }

        var id = context["data"]["id"];
        return IsId(id) ? new(ValueMap.Of("id", id)) : null;
    }

    private static Value IdOf(RecordQuery query) => query.Id.IsMissing ? Value.Null : query.Id;

    private static bool IsId(Value id) => id.IsNumber || id.AsText is { Length: > 0 };

    /// <summary>The record with an id that the same step of the same run gives it again, should it be repeated after a crash.</summary>
    private ValueMap WithId(ValueMap data)
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

    private int? WholeNumber(string parameter, int least, int fallback)
    {
        var value = context[parameter];
        if (value.IsNullOrMissing)
        {
            return fallback;
        }

        return value.IsNumber && value.AsDouble >= least && value.AsDouble <= int.MaxValue ? (int)value.AsDouble : null;
    }
}
