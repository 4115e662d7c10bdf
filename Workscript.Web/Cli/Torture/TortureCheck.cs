using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Cli.Torture;

/// <summary>Reads what is left in the database, and holds it against what was accepted and what was called.</summary>
internal sealed class TortureCheck(ScratchServer server, CallCounter counter, IReadOnlyDictionary<int, string> accepted)
{
    private const string Fetch = "fetchApi";
    private const int RunsAtOnce = 100;

    // The record says when the step ended by the clock of its process, the counter when it was called by its own.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMilliseconds(100);

    private readonly TortureReport _report = new();

    public async Task<TortureReport> LookAsync(int rounds, int databaseKills, TimeSpan elapsed, CancellationToken cancellation)
    {
        (_report.Rounds, _report.DatabaseKills, _report.Elapsed, _report.Accepted) = (rounds, databaseKills, elapsed, accepted.Count);
        foreach (var some in accepted.Chunk(RunsAtOnce))
        {
            await using var db = await server.OpenAsync(cancellation);
            var ids = some.Select(one => one.Value).ToList();
            var runs = await db.Runs.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation);
            var records = (await db.RunRecords.AsNoTracking().Where(r => ids.Contains(r.RunId)).ToListAsync(cancellation)).ToLookup(r => r.RunId);
            foreach (var (n, id) in some)
            {
                Look(n, runs.GetValueOrDefault(id), [.. records[id].OrderBy(r => r.Sequence)]);
            }
        }

        await using var all = await server.OpenAsync(cancellation);
        _report.Doubled = await all.Runs.CountAsync(cancellation) - accepted.Count;
        _report.LeftOpen = await all.OpenSteps.CountAsync(cancellation);
        return _report;
    }

    private void Look(int n, Run? run, List<RunRecord> records)
    {
        if (run is null)
        {
            _report.Lost++;
            return;
        }

        _report.Recovered += run.Attempt - 1;
        _report.Unfinished += run.IsFinal ? 0 : 1;
        _report.Records += records.Count;
        var isRight = run.Status == RunStatus.Completed && Json.Read(run.State!)["total"] == TorturedWorkflow.TotalOf(n);
        _report.Wrong += run.IsFinal && !isRight ? 1 : 0;
        var keys = records.Select(r => new StepKey(r.Path, r.Occurrence, r.Branch)).ToHashSet();
        _report.Repeated += records.Count - keys.Count;
        _report.Gaps += records.Count > 0 && records[^1].Sequence != records.Count ? 1 : 0;
        foreach (var record in records.Where(r => r.Node == Fetch))
        {
            LookAtCall(record);
        }
    }

    private void LookAtCall(RunRecord record)
    {
        var calls = counter.Of(record.RunId, new StepKey(record.Path, record.Occurrence, record.Branch).ToString());
        var ended = record.StartedAt + TimeSpan.FromMilliseconds(record.DurationMs) + ClockSlack;
        _report.Calls += calls.Count;
        _report.Missing += record.Status == StepStatus.Completed && calls.Count == 0 ? 1 : 0;
        _report.Repeated += calls.Count(call => call > ended);
        _report.Interrupted += record.ErrorCode == RunErrorCodes.Interrupted ? 1 : 0;
    }
}
