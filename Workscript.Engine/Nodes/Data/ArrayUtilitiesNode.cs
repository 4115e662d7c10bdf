using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>One operation on a list: chunks of it, its distinct elements, a part of it, or what it has in common with another.</summary>
internal sealed class ArrayUtilitiesNode : PureNode
{
    public override NodeInfo Info { get; } = new()
    {
        Id = "arrayUtilities",
        Family = NodeFamily.Data,
        Summary = "Take a list apart, or compare it with another",
        Details = "The result is in `arrayUtilResult`, under the name that `outputField` gives. `unique`, `difference`, `intersection` and `union` compare texts, so `1` is `\"1\"`, and objects as JSON; `uniqueBy` compares strictly.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Choices = ListOperations.Names, Default = "unique" },
            new("field", ParameterKind.Path, "Where the list is, in `data`") { Placeholder = "order.tags" },
            new("data", ParameterKind.Map, "The object to look in; without it the `data` of the inputs, or else all inputs of the step"),
            new("items", ParameterKind.List, "The list itself, in place of `field`"),
            new("outputField", ParameterKind.Text, "The name of the result; without it that of the field and `Result`"),
            new("chunkSize", ParameterKind.Integer, "How many elements a chunk has, for `chunk`") { Default = 10 },
            new("compareArray", ParameterKind.Json, "The other list, or where it is, for `difference`, `intersection` and `union`"),
            new("uniqueBy", ParameterKind.Path, "The member by which elements are the same, for `unique`"),
            new("depth", ParameterKind.Integer, "How many levels to open, for `flatten`; without it all"),
            new("count", ParameterKind.Integer, "How many to take, for `first` and `last`") { Default = 1 },
            new("sampleSize", ParameterKind.Integer, "How many to take by chance, for `sample`") { Default = 1 },
        ],
        Edges =
        [
            new("success", "The result is there") { Data = ["{field}", "{outputField}", "operation", "inputLength", "outputLength"] },
            new("empty", "The list is empty") { Data = ["{field}", "{outputField}"], FallsBackTo = "success" },
            new("error", "There is no list, or no such operation") { Data = ["error"] },
        ],
        StateKeys = ["arrayUtilResult"],
        Example = """
            {
              "id": "array-utilities-example",
              "name": "Tags, each once",
              "version": "1.0.0",
              "initialState": { "tags": ["new", "sale", "new"] },
              "workflow": [
                { "arrayUtilities": { "operation": "unique", "field": "tags", "outputField": "distinct" } },
                { "log": { "message": "{{$.arrayUtilResult.distinct}}" } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        // Who writes "$.tags" for the field, where "tags" is meant, gives the list itself.
        var own = context["items"].AsList ?? context["field"].AsList;
        if (own is null && !Coerce.Truth(context["field"]))
        {
            return Outcome.Fail("Missing required parameter: field");
        }

        var field = context["field"].AsText is { Length: > 0 } path ? path : "items";
        var data = context.Source("data") is var given && Coerce.Truth(given) ? given : context.Inputs();
        if ((own ?? ValuePath.Read(data, field).AsList) is not { } list)
        {
            return Outcome.Fail($"Field \"{field}\" is not an array or does not exist");
        }

        var operation = context["operation"] is { IsMissing: false } named ? Coerce.Text(named) : "unique";
        var name = Coerce.Truth(context["outputField"]) ? Coerce.Text(context["outputField"]) : $"{field}Result";
        if (list.Count == 0)
        {
            context.Set("arrayUtilResult", Described(new(), operation, field, name, list, list).Build());
            return Outcome.Take("empty", new ValueMap.Builder().Set(field, list).Set(name, list).Build());
        }

        return new ListOperations(context, data).Apply(operation, list, out var problem) is { } result
            ? Done(context, operation, field, name, list, result)
            : Outcome.Fail(problem);
    }

    private static Outcome Done(NodeContext context, string operation, string field, string name, ValueList list, ValueList result)
    {
        var described = Described(new ValueMap.Builder().Set(name, result), operation, field, name, list, result);
        context.Set("arrayUtilResult", described.Set("timestamp", DateText.Of(context.Now)).Build());
        return Outcome.Take("success", new ValueMap.Builder()
            .Set(field, list)
            .Set(name, result)
            .Set("operation", operation)
            .Set("inputLength", list.Count)
            .Set("outputLength", result.Count)
            .Build());
    }

    private static ValueMap.Builder Described(ValueMap.Builder builder, string operation, string field, string name, ValueList list, ValueList result) => builder
        .Set("operation", operation)
        .Set("field", field)
        .Set("resultField", name)
        .Set("inputLength", list.Count)
        .Set("outputLength", result.Count);
}
