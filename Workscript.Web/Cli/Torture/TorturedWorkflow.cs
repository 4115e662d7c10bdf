using System.Globalization;

namespace Workscript.Web.Cli.Torture;

/// <summary>What the tortured server runs: loops, branches, waits and calls, of which the state at the end tells whether each step took hold once.</summary>
internal static class TorturedWorkflow
{
    public const string Id = "torture";

    /// <summary>What the runs of the number <paramref name="n"/> must have as <c>total</c> at the end.</summary>
    public static long TotalOf(int n) => n + 4 + (1 + 2 + 3) + 2;

    public static string Definition(string counter) => Text.Replace("COUNTER", counter + "/calls", StringComparison.Ordinal);

    public static string StateOf(int n) => string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}}}""");

    // A POST that says nothing of itself is not repeated when it was cut off; one with a key of its own is.
    private const string Text = """
        {
          "id": "torture", "name": "Torture", "version": "1.0.0",
          "initialState": { "total": 0 },
          "settings": { "onError": "fail" },
          "workflow": [
            { "$.total": "$.total + $.n" },
            { "forEach": { "items": [1, 2, 3, 4], "as": "item", "each?": [
              { "$.total": "$.total + 1" },
              { "fetchApi": { "url": "COUNTER", "method": "POST",
                "headers": { "X-Run": "{{= $run.id }}", "X-Step": "{{= $run.stepKey }}", "Idempotency-Key": "{{= $run.id }}{{= $run.stepKey }}" } } }
            ] } },
            { "wait": { "for": "20ms" } },
            { "fetchApi": { "url": "COUNTER", "method": "POST", "headers": { "X-Run": "{{= $run.id }}", "X-Step": "{{= $run.stepKey }}" },
              "error?": { "$.interrupted": "{{= $input.code }}" } } },
            { "forEach": { "items": [1, 2, 3], "as": "part", "concurrency": 3, "collect": "$.part", "resultKey": "parts", "each?": [
              { "fetchApi": { "url": "COUNTER", "method": "POST",
                "headers": { "X-Run": "{{= $run.id }}", "X-Step": "{{= $run.stepKey }}", "Idempotency-Key": "{{= $run.id }}{{= $run.stepKey }}" } } }
            ] } },
            { "$.total": "$.total + sum($.parts)" },
            { "parallel": { "left?": [{ "$.left": 1 }, { "wait": { "for": "10ms" } }], "right?": { "$.right": 1 } } },
            { "$.total": "$.total + $.left + $.right" },
            { "logic": { "operation": "equal", "values": ["{{= $.n % 20 }}", 0], "true?": { "wait": { "for": "6s" } } } }
          ]
        }
        """;
}
