using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine;

/// <summary>Short ways to read and run documents in tests.</summary>
internal static class Documents
{
    public static string With(string steps, string head = "") =>
        $$"""{"id":"t","name":"Test","version":"1.0.0",{{head}}"workflow":[{{steps}}]}""";

    public static async Task<(RunResult Result, IReadOnlyList<StepRecord> Records)> RunAsync(string document, RunOptions? options = null, CancellationToken cancellation = default, NodeHost? host = null)
    {
        var engine = new WorkflowEngine(host: host);
        var reading = engine.Read(document);
        Assert.True(reading.IsValid, string.Join("\n", reading.Diagnostics));
        var journal = new ListJournal();
        var result = await engine.RunAsync(reading.Program!, (options ?? new RunOptions()) with { Journal = journal }, cancellation);
        return (result, journal.Records);
    }

    /// <summary>Keeps all records, and answers with those that it was given to begin with.</summary>
    public sealed class ListJournal(IEnumerable<StepRecord>? earlier = null) : IJournal
    {
        private readonly Dictionary<StepKey, StepRecord> _earlier = (earlier ?? []).ToDictionary(record => record.Key);

        public List<StepRecord> Records { get; } = [];

        public long Recorded => _earlier.Count;

        public StepRecord? Find(StepKey key) => _earlier.GetValueOrDefault(key);

        public ValueTask AppendAsync(StepRecord record, CancellationToken cancellation)
        {
            Records.Add(record);
            return ValueTask.CompletedTask;
        }

        public bool TakesAnswers => false;

        public OpenedStep? FindOpened(StepKey key) => null;

        public ValueTask BeginEffectAsync(StepKey key, int attempt, bool mayRepeat, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask<Wait> BeginWaitAsync(StepKey key, int attempt, Outcome.Waiting waiting, CancellationToken cancellation) =>
            NoJournal.Instance.BeginWaitAsync(key, attempt, waiting, cancellation);
    }

    public static Value Json(string text) => Workscript.Engine.Values.Json.Read(text);
}
