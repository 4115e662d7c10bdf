using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>What the nodes of resources have in common: which resource is meant, and how long it may take.</summary>
internal static class ResourceStep
{
    private static readonly string[] InvalidNames = ["expected", "received"];

    public static IReadOnlyList<string> Types { get; } = ["prompt", "document", "data", "image", "audio"];

    public static ParameterInfo ById { get; } = new("resourceId", ParameterKind.Text, "Which one, by its id");

    public static ParameterInfo ByPath { get; } = new("path", ParameterKind.Text, "Which one, by its path; the id counts first") { Placeholder = "prompts/greeting.md" };

    public static ParameterInfo Timeout { get; } = new("timeout", ParameterKind.Number, "How long it may take, in milliseconds") { Default = 30_000 };

    /// <summary>The id or path that the config gives; null with the outcome when it gives none.</summary>
    public static ResourceKey? KeyOf(NodeContext context, out Outcome problem)
    {
        problem = Outcome.Fail("Missing required parameter: provide either resourceId or path");
        var key = new ResourceKey(TextOf(context["resourceId"]), TextOf(context["path"]));
        return key.Id is null && key.Path is null ? null : key;
    }

    public static string? TextOf(Value value) => Coerce.Truth(value) ? Coerce.Text(value) : null;

    /// <summary>The outcome for a text that is none of the choices; null when it is one, or not given.</summary>
    public static Outcome? CheckChoice(NodeContext context, string parameter, IReadOnlyList<string> choices) =>
        TextOf(context[parameter]) is { } given && !choices.Contains(given)
            ? Outcome.Fail($"Invalid {parameter}: {given}", null, ValueMap.Of("expected", string.Join(", ", choices)))
            : null;

    /// <summary>Does the work within the step's timeout; what the host refuses is the outcome.</summary>
    public static async ValueTask<Outcome> RunAsync(NodeContext context, Func<CancellationToken, Task<Outcome>> work, CancellationToken cancellation)
    {
        var timeout = context["timeout"].IsMissing ? 30_000 : context["timeout"];
        if (!timeout.IsNumber || timeout.AsDouble is not (> 0 and <= int.MaxValue))
        {
            return Outcome.Fail("Invalid timeout parameter", null, ValueMap.Of(InvalidNames, "Positive number (milliseconds)", Coerce.Text(timeout)));
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(TimeSpan.FromMilliseconds(timeout.AsDouble));
        try
        {
            return await work(limited.Token);
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Outcome.Fail($"Request timeout after {NumberText.Of(timeout)}ms", "TIMEOUT");
        }
    }

    /// <summary>The edge for a resource that is not there.</summary>
    public static Outcome NotFound(ResourceKey key) => Outcome.Take(
        "not_found",
        ValueMap.Of(["error", key.Id is null ? "path" : "resourceId"], "Resource not found", key.Id ?? key.Path));
}
