using System.Globalization;
using System.Text;
using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Engine.Fuzz;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Engine;

/// <summary>A run that is cut off anywhere, again and again, comes to the same end as one that never was.</summary>
public sealed class ResumptionTests
{
    private static readonly RunLimits Limits = new() { Steps = 500, MostSteps = 1_000, LoopPasses = 20, MostLoopPasses = 50, StateBytes = 8 * 1024 * 1024 };

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(2_000_001, 10_000)]
    public async Task AnInterruptedRunEndsAsAnUninterruptedOne(int first, int seeds)
    {
        var compared = 0;
        var interrupted = 0;
        for (var seed = first; seed < first + seeds; seed++)
        {
            var chance = new Chance(seed);
            var document = new DocumentMaker(chance).Document();
            // A password's salt differs from one execution to the next, as it should.
            if (document.Contains("auth", StringComparison.Ordinal) || new WorkflowEngine(host: new SteadyHost()).Read(document).Program is not { } program)
            {
                continue;
            }

            var (whole, _) = await RunAsync(program, new Disk(chance, crashes: 0));
            var (pieces, crashes) = await RunAsync(program, new Disk(chance, crashes: 5));
            Assert.True((whole.Outcome, whole.Error, whole.State, whole.Warnings).Equals((pieces.Outcome, pieces.Error, pieces.State, pieces.Warnings)),
                $"Seed {seed}, {crashes} interruptions:\n{whole.Outcome} {whole.Error} {Json.Write(whole.State)}\n{pieces.Outcome} {pieces.Error} {Json.Write(pieces.State)}\n{document}");
            compared++;
            interrupted += crashes > 0 ? 1 : 0;
        }

        Assert.True(compared > seeds / 10 && interrupted > compared / 3, $"Only {compared} runs were compared, of which {interrupted} were interrupted");
    }

    private static async Task<(RunResult Result, int Crashes)> RunAsync(Workscript.Engine.Definitions.Program program, Disk disk)
    {
        var engine = new WorkflowEngine(host: new SteadyHost());
        for (var crashes = 0; ;)
        {
            try
            {
                var result = await engine.RunAsync(program, new RunOptions { RunId = "r", Journal = disk.Open(), Limits = Limits });
                if (result.Outcome != RunOutcome.Waiting)
                {
                    return (result, crashes);
                }

                disk.Wake();
            }
            catch (CrashException)
            {
                crashes++;
                disk.Crash();
            }
        }
    }

    /// <summary>What is on disk of a run whose process dies now and then: of the records that were on their way, some of the first arrive.</summary>
    private sealed class Disk(Chance chance, int crashes) : IJournal
    {
        private readonly List<StepRecord> _records = [];
        private readonly Dictionary<StepKey, OpenedStep> _opened = [];
        private Dictionary<StepKey, StepRecord> _found = [];
        private int _flushed;
        private int _left = crashes;

        public long Recorded { get; private set; }

        public bool TakesAnswers => true;

        public Disk Open()
        {
            _found = _records.ToDictionary(record => record.Key);
            Recorded = _records.Count;
            _flushed = _records.Count;
            return this;
        }

        public void Crash()
        {
            var kept = chance.Between(_flushed, _records.Count + 1);
            _records.RemoveRange(kept, _records.Count - kept);
        }

        /// <summary>Everything that is waited for has come.</summary>
        public void Wake()
        {
            foreach (var (key, step) in _opened)
            {
                _opened[key] = step with { Wait = step.Wait! with { Until = DateTimeOffset.MinValue } };
            }
        }

        public StepRecord? Find(StepKey key) => _found.GetValueOrDefault(key);

        public OpenedStep? FindOpened(StepKey key) => _opened.GetValueOrDefault(key);

        public ValueTask AppendAsync(StepRecord record, CancellationToken cancellation)
        {
            DieNowAndThen();
            _records.Add(record);
            DieNowAndThen();
            return ValueTask.CompletedTask;
        }

        public ValueTask BeginEffectAsync(StepKey key, int attempt, bool mayRepeat, CancellationToken cancellation)
        {
            _flushed = _records.Count;
            DieNowAndThen();
            return ValueTask.CompletedTask;
        }

        public ValueTask<Wait> BeginWaitAsync(StepKey key, int attempt, Outcome.Waiting waiting, CancellationToken cancellation)
        {
            _flushed = _records.Count;
            DieNowAndThen();
            // A clock that stands still brings no time near: what is near is there.
            var until = waiting.Until <= StoppedClock.Now.AddSeconds(5) ? StoppedClock.Now : waiting.Until;
            _opened[key] = new(attempt, DateTime.UnixEpoch, new(until, waiting.Edge, waiting.Data, new TaskCompletionSource<WaitAnswer>().Task));
            return new(_opened[key].Wait!);
        }

        private void DieNowAndThen()
        {
            if (_left > 0 && chance.OneIn(6))
            {
                _left--;
                throw new CrashException();
            }
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-24T08:34:31Z", CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => 0;
    }

    private sealed class CrashException : Exception;

    /// <summary>A world that gives the same answer to the same question.</summary>
    private sealed class SteadyHost : NodeHost
    {
        public override TimeProvider Time { get; } = new StoppedClock();

        public override Markup Markup { get; } = new WebMarkup();

        public override double NextRandom() => 0.5;

        public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation) => Task.FromResult(new HttpAnswer(
            200, "OK", [new("content-type", "application/json")], Encoding.UTF8.GetBytes($$"""{"length":{{call.Url.AbsoluteUri.Length}}}"""), call.Url, false));
    }
}
