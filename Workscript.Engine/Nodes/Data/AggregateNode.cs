using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Makes one object of a list: with all items in one member, or with a list for each of some fields.</summary>
internal sealed class AggregateNode : PureNode
{
    private const string Binary = "_binary";

    private static readonly string[] OutputNames = ["aggregatedData", "itemCount", "mode"];
    private static readonly string[] EmptyNames = ["aggregatedData", "itemCount", "message"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "aggregate",
        Family = NodeFamily.Data,
        Summary = "Collect the items of a list in one object",
        Parameters =
        [
            new("items", ParameterKind.List, "The list; without it the `items` of the state, or of the step before"),
            new("mode", ParameterKind.Choice, "All items as they are, or a list of values for each field") { Choices = ["all_data", "individual_fields"], Default = "all_data" },
            new("fields", ParameterKind.Rows, "The fields, for `individual_fields`")
            {
                Columns =
                [
                    new("inputFieldName", ParameterKind.Path, "The member of the item") { Required = true },
                    new("outputFieldName", ParameterKind.Text, "The member for the list of its values; without it the same"),
                    new("mergeLists", ParameterKind.Switch, "Join values that are lists into one") { Default = false },
                ],
            },
            new("outputField", ParameterKind.Text, "The member for the items, for `all_data`") { Default = "data" },
            new("keepMissingValues", ParameterKind.Switch, "Put null where an item lacks the member") { Default = false },
            new("includeBinaries", ParameterKind.Switch, "Keep the items' `_binary` members") { Default = false },
        ],
        Edges =
        [
            new("success", "The items are collected") { Data = OutputNames },
            new("empty", "There is no item") { Data = EmptyNames, FallsBackTo = "success" },
            new("error", "An unknown mode, or no fields") { Data = ["error"] },
        ],
        StateKeys = ["aggregatedData", "itemCount"],
        Example = """
            {
              "id": "aggregate-example",
              "name": "All addresses",
              "version": "1.0.0",
              "initialState": { "people": [{ "name": "Ada", "mail": "ada@example.org" }, { "name": "Grace", "mail": "grace@example.org" }] },
              "workflow": [
                { "aggregate": {
                    "items": "$.people",
                    "mode": "individual_fields",
                    "fields": [{ "inputFieldName": "mail", "outputFieldName": "to" }],
                    "success?": { "log": { "message": "{{$.aggregatedData.to}}" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var mode = context["mode"] is { IsMissing: false } given ? Coerce.Text(given) : "all_data";
        if (mode is not ("all_data" or "individual_fields"))
        {
            return Outcome.Fail($"Invalid mode: {mode}. Must be \"individual_fields\" or \"all_data\"");
        }

        if (context.Items() is not { Count: > 0 } items)
        {
            var none = mode == "all_data" ? ValueMap.Of(context.Text("outputField", "data"), ValueList.Empty) : ValueMap.Empty;
            return Collected(context, "empty", ValueMap.Of(EmptyNames, none, 0, "No items to aggregate"));
        }

        if (mode == "all_data")
        {
            var all = ValueMap.Of(context.Text("outputField", "data"), context.Flag("includeBinaries") ? items : WithoutBinaries(items));
            return Collected(context, "success", ValueMap.Of(OutputNames, all, items.Count, mode));
        }

        return Columns(context, items, out var problem) is { } columns
            ? Collected(context, "success", ValueMap.Of(OutputNames, columns, items.Count, mode))
            : Outcome.Fail(problem);
    }

    private static Outcome Collected(NodeContext context, string edge, ValueMap output)
    {
        context.Set("aggregatedData", output["aggregatedData"]);
        context.Set("itemCount", output["itemCount"]);
        return Outcome.Take(edge, output);
    }

    private static ValueList WithoutBinaries(ValueList items)
    {
        if (!items.Any(item => Coerce.Truth(item[Binary])))
        {
            return items;
        }

        return ValueList.Of(items.Select(item => Coerce.Truth(item[Binary]) ? Value.Of(item.AsMap!.Without(Binary)) : item).ToArray());
    }

    private static ValueMap? Columns(NodeContext context, ValueList items, out string problem)
    {
        problem = "Fields configuration is required for individual_fields mode";
        if (context["fields"].AsList is not { Count: > 0 } rows)
        {
            return null;
        }

        var columns = new ValueMap.Builder(rows.Count);
        foreach (var row in rows)
        {
            if (!Coerce.Truth(row["inputFieldName"]))
            {
                problem = "inputFieldName is required for each field configuration";
                return null;
            }

            var name = Coerce.Text(Coerce.Truth(row["outputFieldName"]) ? row["outputFieldName"] : row["inputFieldName"]);
            columns.Set(name, Column(items, row, context.Flag("keepMissingValues")));
        }

        var binaries = context.Flag("includeBinaries") ? ValueList.Of(items.Select(item => item[Binary]).Where(Coerce.Truth).ToArray()) : ValueList.Empty;
        return (binaries.Count == 0 ? columns : columns.Set("_binaries", binaries)).Build();
    }

    private static ValueList Column(ValueList items, Value row, bool keepsMissing)
    {
        var field = new FieldReader(Coerce.Text(row["inputFieldName"]));
        var merges = Coerce.Truth(row["mergeLists"]);
        var values = new List<Value>(items.Count);
        foreach (ref readonly var item in items.AsSpan())
        {
            var value = field.Read(item);
            if (merges && value.AsList is { } list)
            {
                values.AddRange(list.AsSpan());
            }
            else if (!value.IsMissing || keepsMissing)
            {
                values.Add(value.IsMissing ? Value.Null : value);
            }
        }

        return ValueList.Of(values);
    }
}
