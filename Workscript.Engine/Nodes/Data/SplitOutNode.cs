using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Makes an item of each element of a list that lies in an object, with what else is in the object.</summary>
internal sealed class SplitOutNode : PureNode
{
    private static readonly string[] OutputNames = ["items", "count", "arrayPath", "message"];
    private static readonly string[] EmptyNames = ["message", "arrayPath", "count"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "splitOut",
        Family = NodeFamily.Data,
        Summary = "Make an item of each element of a list in an object",
        Details = "With `keepParentData`, each item has all members of the object but the list itself. Without `data` the object is all of the step's inputs, the whole state included: name the object where the state is large.",
        Parameters =
        [
            new("arrayPath", ParameterKind.Path, "Where the list is") { Required = true, Placeholder = "order.lines" },
            new("data", ParameterKind.Map, "The object to look in; without it all inputs of the step"),
            new("keepParentData", ParameterKind.Switch, "Put what else is in the object into each item, too") { Default = true },
            new("as", ParameterKind.Text, "The member of the item for the element") { Default = "item" },
        ],
        Edges =
        [
            new("success", "There are items") { Data = OutputNames },
            new("empty", "The list is empty, or null") { Data = EmptyNames, FallsBackTo = "success" },
            new("error", "There is no list at the path") { Data = ["error"] },
        ],
        StateKeys = ["splitOutResult", "splitOutCount"],
        Example = """
            {
              "id": "split-out-example",
              "name": "A parcel for each line of an order",
              "version": "1.0.0",
              "initialState": { "order": { "customer": "Ada", "lines": [{ "sku": "A1", "qty": 2 }, { "sku": "B7", "qty": 1 }] } },
              "workflow": [
                { "splitOut": {
                    "data": "$.order",
                    "arrayPath": "lines",
                    "as": "line",
                    "success?": { "log": { "message": "{{$.splitOutResult}}" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (context["arrayPath"].AsText is not { Length: > 0 } path)
        {
            return Outcome.Fail("Missing or invalid required parameter: arrayPath");
        }

        // All inputs, but not the node's own earlier result: in a loop it would hold itself again and again.
        var data = context["data"] is { IsMissing: false } own ? own : context.Inputs().Without("splitOutResult");
        var found = ValuePath.Read(data, path);
        if (found.IsNullOrMissing)
        {
            return found.IsNull ? Empty(path, $"Array at path \"{path}\" is null") : Outcome.Fail($"Array path not found: {path}");
        }

        if (found.AsList is not { } list)
        {
            return Outcome.Fail($"Value at path \"{path}\" is not an array");
        }

        var parent = context.Flag("keepParentData", true) ? Without(data, path) : ValueMap.Empty;
        if (list.Count * parent.Weight > ValueLimits.Weight)
        {
            return Outcome.Fail("What is beside the list is too large to be put into each item: name the object in data, or set keepParentData to false", "STATE_LIMIT");
        }

        var items = Split(list, parent, context.Text("as", "item"));
        context.Set("splitOutResult", items);
        context.Set("splitOutCount", items.Count);
        return items.Count == 0
            ? Empty(path, "Array is empty")
            : Outcome.Take("success", ValueMap.Of(OutputNames, items, items.Count, path, $"Successfully split {items.Count} items from array at \"{path}\""));
    }

    private static Outcome Empty(string path, string message) => Outcome.Take("empty", ValueMap.Of(EmptyNames, message, path, 0));

    private static ValueMap Without(Value data, string path)
    {
        var place = StatePath.Of([.. ValuePath.Names(path)]);
        var map = data.AsMap ?? ValueMap.Empty;
        return place.Below.Length == 0 ? map.Without(place.Root) : map.With(place.Root, place.Apply(map[place.Root], Value.Missing));
    }

    private static ValueList Split(ValueList list, ValueMap parent, string name)
    {
        // The items share their names; only the element differs from one to the next.
        var first = parent.With(name, Value.Null);
        var names = first.Names.ToArray();
        var place = Array.IndexOf(names, name);
        var items = new Value[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var values = first.Values.ToArray();
            values[place] = list[i];
            items[i] = ValueMap.Of(names, values);
        }

        return ValueList.Of(items);
    }
}
