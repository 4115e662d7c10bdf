using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>What the references and expressions in a field give with a state, in short. A setter of its own finds it out, so that it is what a run would get.</summary>
internal static class Preview
{
    private const int Longest = 120;
    private const int LongestTyped = 4_000;
    private const string Key = "preview";

    private static readonly RunLimits Limits = new() { Timeout = TimeSpan.FromSeconds(1) };

    /// <summary>Null where there is nothing to be found out: no reference, or one that only the node resolves.</summary>
    public static async Task<string?> OfAsync(WorkflowEngine engine, ValueMap state, Field field, CancellationToken cancellation)
    {
        if (!IsResolved(field))
        {
            return null;
        }

        var setter = ValueMap.Of("$." + Key, ValueMap.Of("value", field.Read(field.Typed)));
        var document = ValueMap.Of(["id", "name", "version", "workflow"], Key, Key, "1.0.0", ValueList.Of(setter));
        if (engine.Read(Json.Write(document)).Program is not { } program)
        {
            return null;
        }

        var result = await engine.RunAsync(program, new() { State = state, Limits = Limits }, cancellation);
        return result.Error is { } error ? $"error: {Short(error.Message[(error.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..])}"
            : result.State[Key] is { IsMissing: false } found ? "= " + Short(found.AsText ?? found.ToString())
            : "= nothing: no such value";
    }

    private static bool IsResolved(Field field) =>
        !field.Parameter.IsDeferred && !field.Parameter.IsVerbatim && field.Typed.Length <= LongestTyped
        && (field.Typed.Contains("{{", StringComparison.Ordinal) || (field.Typed.Contains("$.", StringComparison.Ordinal) && field.Parameter.Kind != ParameterKind.Expression));

    private static string Short(string text) => Texts.Shorten(text.ReplaceLineEndings(" "), Longest);
}
