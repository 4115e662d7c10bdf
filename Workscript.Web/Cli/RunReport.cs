using System.Text.Encodings.Web;
using System.Text.Json;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Web.Cli;

/// <summary>How a run went, for people or for programs.</summary>
internal static class RunReport
{
    public static int ExitCode(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed => ExitCodes.Done,
        RunOutcome.Failed => ExitCodes.Failed,
        RunOutcome.Cancelled => ExitCodes.Stopped,
        RunOutcome.Waiting => throw new InvalidOperationException("A run without a server waits where it is."),
    };

    public static async Task WriteAsync(RunResult result)
    {
        await Console.Out.WriteLineAsync(Json.WriteIndented(result.State));
        await Console.Error.WriteLineAsync(Sentence(result));
    }

    /// <summary>The finished run's document, as the API answers it.</summary>
    public static async Task WriteJsonAsync(string id, RunResult result)
    {
        await using var output = Console.OpenStandardOutput();
        await using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("status", result.Outcome.ToString().ToLowerInvariant());
            writer.WritePropertyName("state");
            Json.Write(writer, result.State);
            WriteError(writer, result.Error);
            writer.WriteNumber("durationMs", Math.Round(result.Duration.TotalMilliseconds, 3));
            writer.WriteNumber("steps", result.Steps);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteError(Utf8JsonWriter writer, RunError? error)
    {
        if (error is null)
        {
            writer.WriteNull("error");
            return;
        }

        writer.WriteStartObject("error");
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        writer.WriteString("path", error.Path);
        writer.WriteString("node", error.Node);
        writer.WriteEndObject();
    }

    private static string Sentence(RunResult result)
    {
        var warnings = result.Warnings switch { 0 => "", 1 => ", 1 warning", var n => $", {n} warnings" };
        var end = $"{result.Outcome.ToString().ToLowerInvariant()} after {result.Steps} step{(result.Steps == 1 ? "" : "s")} in {result.Duration.TotalMilliseconds:0.0} ms{warnings}";
        return result.Error is { } error ? $"{end}: {error.Code}: {error.Message}{Place(error)}" : end;
    }

    private static string Place(RunError error) => error.Path is { } path ? $" (at {path}, {error.Node})" : "";
}
