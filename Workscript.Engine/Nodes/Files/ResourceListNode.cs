using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>Lists resources by type, tags and words.</summary>
internal sealed class ResourceListNode : INode
{
    private const int MostListed = 100;

    private static readonly string[] Authors = ["user", "workflow", "automation", "system"];
    private static readonly string[] Orders = ["name", "createdAt", "size", "updatedAt"];
    private static readonly string[] OutputNames = ["items", "count", "pagination"];

    public NodeInfo Info { get; } = new()
    {
        Id = "resource-list",
        Family = NodeFamily.Files,
        Summary = "List resources",
        Parameters =
        [
            new("type", ParameterKind.Choice, "Only those of a type") { Choices = ResourceStep.Types },
            new("tags", ParameterKind.List, "Only those with any of these tags") { Placeholder = """["daily"]""" },
            new("search", ParameterKind.Text, "Only those whose name, path or description has this text"),
            new("authorType", ParameterKind.Choice, "Only those that a person made, or a workflow") { Choices = Authors },
            new("sortBy", ParameterKind.Choice, "The order: names from A to Z, times and sizes from the latest and largest") { Choices = Orders, Default = "createdAt" },
            new("limit", ParameterKind.Integer, $"At most so many, up to {MostListed}") { Default = 50 },
            new("offset", ParameterKind.Integer, "How many to pass over") { Default = 0 },
            ResourceStep.Timeout,
        ],
        Edges =
        [
            new("success", "There are some") { Data = OutputNames },
            new("empty", "There are none") { Data = ["items", "count", "pagination", "filters"], FallsBackTo = "success" },
            new("error", "They could not be listed") { Data = ["error", "code"] },
        ],
        StateKeys = ["resourceList", "resourceCount"],
        Example = """
            {
              "id": "resource-list-example",
              "name": "Count the reports",
              "version": "1.0.0",
              "workflow": [{ "resource-list": { "tags": ["daily"], "sortBy": "updatedAt" } }, { "log": { "message": "{{$.resourceCount}} reports" } }]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        if ((ResourceStep.CheckChoice(context, "type", ResourceStep.Types) ?? ResourceStep.CheckChoice(context, "authorType", Authors)
            ?? ResourceStep.CheckChoice(context, "sortBy", Orders)) is { } problem)
        {
            return problem;
        }

        var (limit, offset) = (Number(context["limit"], 50), Number(context["offset"], 0));
        if (limit is not (>= 1 and <= MostListed))
        {
            return Invalid("limit", context["limit"], $"Number between 1 and {MostListed}");
        }

        if (offset is not (>= 0 and <= int.MaxValue))
        {
            return Invalid("offset", context["offset"], "Non-negative number");
        }

        var tags = context["tags"].AsList?.Select(Coerce.TemplateText).ToArray() ?? [];
        var filter = new ResourceFilter(
            ResourceStep.TextOf(context["type"]), tags, ResourceStep.TextOf(context["search"]), ResourceStep.TextOf(context["authorType"]),
            ResourceStep.TextOf(context["sortBy"]) ?? "createdAt", (int)offset, (int)limit);
        return await ResourceStep.RunAsync(context, token => ListAsync(context, filter, token), cancellation);
    }

    private static async Task<Outcome> ListAsync(NodeContext context, ResourceFilter filter, CancellationToken cancellation)
    {
        var (items, total) = await context.Host.Resources.ListAsync(filter, cancellation);
        var pagination = ValueMap.Of(["limit", "offset", "total", "hasMore"], filter.Limit, filter.Offset, total, (long)filter.Offset + items.Count < total);
        context.Set("resourceList", items);
        context.Set("resourceCount", total);
        if (items.Count > 0)
        {
            return Outcome.Take("success", ValueMap.Of(OutputNames, items, total, pagination));
        }

        var filters = new ValueMap.Builder();
        foreach (var name in (string[])["type", "tags", "search", "authorType"])
        {
            filters.SetIfPresent(name, context[name]);
        }

        return Outcome.Take("empty", ValueMap.Of(["items", "count", "pagination", "filters"], items, 0, pagination, filters.Build()));
    }

    private static double Number(Value value, double fallback) => value.IsMissing ? fallback : value.IsNumber ? value.AsDouble : double.NaN;

    private static Outcome Invalid(string parameter, Value given, string expected) =>
        Outcome.Fail($"Invalid {parameter}: {Coerce.Text(given)}", null, ValueMap.Of("expected", expected));
}
