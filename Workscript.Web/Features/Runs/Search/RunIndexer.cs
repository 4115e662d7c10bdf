using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs.Search;

/// <summary>
/// Brings runs that ended, or came to rest, into the full-text index: a few at a time, resting longer than it works, so that the journal, which writes
/// to the same database, hardly notices. What is to be indexed is on disk, and is forgotten with the very transaction that indexes it.
/// </summary>
public sealed partial class RunIndexer(IDbContextFactory<WorkscriptDb> databases, ProgramCache programs, TimeProvider time, ILogger<RunIndexer> logger) : BackgroundService
{
    private const int AtOnce = 100;
    private const int RestPerWork = 4;
    private const int MostState = 8 * 1024;
    private const int MostInput = 2 * 1024;

    // Runs of one millisecond that have the same number by chance.
    private const int MostAlike = 8;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Indexes some. Answers how many were left to do; fewer than all means that there are more.</summary>
    public async Task<int> IndexAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var notes = await db.UnindexedRuns.AsNoTracking().OrderBy(note => note.Number).Take(AtOnce).ToListAsync(cancellation);
        if (notes.Count == 0)
        {
            return 0;
        }

        await WriteAsync(db, notes, await ReadAsync(db, [.. notes.Select(note => note.RunId).Distinct()], cancellation), cancellation);
        return notes.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            var rest = await TryIndexAsync(stoppingToken) == AtOnce ? time.GetElapsedTime(started) * RestPerWork : LookEvery;
            await Task.Delay(rest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> TryIndexAsync(CancellationToken cancellation)
    {
        try
        {
            return await IndexAsync(cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogTrouble(failure.GetBaseException().Message);
            return 0;
        }
    }

    private async Task<List<RunText>> ReadAsync(WorkscriptDb db, string[] ids, CancellationToken cancellation)
    {
        var runs = await db.Runs.Where(r => ids.Contains(r.Id)).Select(r => new
        {
            r.Id,
            r.WorkflowId,
            r.Version,
            Texts = new[] { r.Id, r.WorkflowName, r.WorkflowId, r.TriggeredBy, r.ErrorCode, r.ErrorNode, r.ErrorMessage },
            Input = r.Input.Substring(0, MostInput),
            State = r.State == null ? "" : r.State.Substring(0, MostState),
        }).ToListAsync(cancellation);
        var labels = (await db.RunLabels.AsNoTracking().Where(l => ids.Contains(l.RunId)).ToListAsync(cancellation)).ToLookup(label => label.RunId);
        var numbers = await NumbersAsync(db, [.. runs.Select(run => run.Id)], cancellation);
        var texts = new List<RunText>();
        foreach (var run in runs)
        {
            var secret = await SecretInputsAsync(run.WorkflowId, run.Version, cancellation);
            // What is not stored may have secrets that nobody can tell any more.
            IEnumerable<string> values = secret is null ? [] : [.. RunWords.ValuesIn(run.Input, secret), .. RunWords.ValuesIn(run.State, secret)];
            texts.Add(new() { Number = numbers[run.Id], RunId = run.Id, Words = RunWords.Of([.. run.Texts, .. labels[run.Id].Select(label => label.Value), .. values]) });
        }

        return texts;
    }

    private async Task<IReadOnlySet<string>?> SecretInputsAsync(string? workflow, int? version, CancellationToken cancellation) =>
        workflow is null || version is null || (await programs.ReadAsync(workflow, version.Value, cancellation))?.Definition is not { } definition
            ? null
            : definition.Inputs.Where(input => input.Secret).Select(input => input.Name).ToHashSet(StringComparer.Ordinal);

    private static async Task<IReadOnlyDictionary<string, long>> NumbersAsync(WorkscriptDb db, string[] ids, CancellationToken cancellation)
    {
        long[] possible = [.. ids.SelectMany(id => Enumerable.Range(0, MostAlike).Select(i => RunText.NumberOf(id) + i)).Distinct()];
        var taken = await db.RunTexts.Where(t => possible.Contains(t.Number)).Select(t => new { t.Number, t.RunId }).ToDictionaryAsync(t => t.Number, t => t.RunId, cancellation);
        var numbers = new Dictionary<string, long>();
        foreach (var id in ids)
        {
            var number = RunText.NumberOf(id);
            while (taken.TryGetValue(number, out var other) && other != id)
            {
                number++;
            }

            taken[number] = id;
            numbers[id] = number;
        }

        return numbers;
    }

    private static async Task WriteAsync(WorkscriptDb db, List<UnindexedRun> notes, List<RunText> texts, CancellationToken cancellation)
    {
        long[] done = [.. notes.Select(note => note.Number)];
        string[] ids = [.. texts.Select(text => text.RunId)];
        await db.InTransactionAsync(
            async _ =>
            {
                if (await db.UnindexedRuns.Where(note => done.Contains(note.Number)).ExecuteDeleteAsync(cancellation) < done.Length)
                {
                    throw new DbUpdateConcurrencyException("Another server indexes the same runs");
                }

                // One that rested before is there already.
                await db.RunTexts.Where(text => ids.Contains(text.RunId)).ExecuteDeleteAsync(cancellation);
                db.RunTexts.AddRange(texts);
                return await db.SaveChangesAsync(cancellation);
            },
            cancellation);
    }

    [LoggerMessage(2051, LogLevel.Warning, "Runs could not be brought into the full-text index; trying again: {Reason}")]
    private partial void LogTrouble(string reason);
}
