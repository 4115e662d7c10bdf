using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs.Search;

/// <summary>
/// Finds runs, the newest first, however many there are: first the ids, each time by an index that has them in that order, then what is shown of them.
/// </summary>
public sealed class RunSearch(WorkscriptDb db)
{
    private const int MostNarrow = 2_000;

    private static readonly RunPriority[] Priorities = Enum.GetValues<RunPriority>();

    /// <summary>A page of them, and the id after which the next begins; null at the end.</summary>
    public async Task<(IReadOnlyList<T> Runs, string? Next)> PageAsync<T>(RunFilter filter, int most, Expression<Func<Run, T>> select, CancellationToken cancellation)
    {
        var ids = await IdsAsync(filter, most + 1, cancellation);
        var page = ids.Take(most).ToList();
        var runs = page.Count == 0 ? [] : await db.Runs.AsNoTracking().Where(r => page.Contains(r.Id)).OrderByDescending(r => r.Id).Select(select).ToListAsync(cancellation);
        return (runs, ids.Count > most ? page[^1] : null);
    }

    public async Task<IReadOnlyList<string>> IdsAsync(RunFilter filter, int most, CancellationToken cancellation)
    {
        if (filter.IsNothing)
        {
            return [];
        }

        foreach (var narrow in filter.Narrowed())
        {
            if (await ByStateAsync(narrow, MostNarrow + 1, cancellation) is { Count: <= MostNarrow } few)
            {
                return await AmongAsync(few, filter, most, cancellation);
            }
        }

        return filter switch
        {
            { Text: { } words } => await ByTextAsync(filter, words, most, cancellation),
            { Labels.Count: > 0 } => await ByLabelAsync(filter, most, cancellation),
            _ => await ByStateAsync(filter, most, cancellation),
        };
    }

    private async Task<IReadOnlyList<string>> ByStateAsync(RunFilter filter, int most, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var lane in Lanes(filter))
        {
            found.AddRange(await lane.OrderByDescending(r => r.Id).Take(most).Select(r => r.Id).ToListAsync(cancellation));
        }

        found.Sort((one, other) => string.CompareOrdinal(other, one));
        return found.Count > most ? found.GetRange(0, most) : found;
    }

    // What many runs have would be looked through for the few that have the rest, too: the other way round it is a few rows.
    private async Task<IReadOnlyList<string>> AmongAsync(IReadOnlyList<string> few, RunFilter filter, int most, CancellationToken cancellation)
    {
        IEnumerable<string> left = filter.Narrowed().Any()
            ? await Conditions(filter, []).Where(r => few.Contains(r.Id)).OrderByDescending(r => r.Id).Select(r => r.Id).ToListAsync(cancellation)
            : few;
        foreach (var (name, value) in filter.Labels)
        {
            var labelled = await db.RunLabels.Where(l => l.Name == name && l.Value == value && few.Contains(l.RunId)).Select(l => l.RunId).ToListAsync(cancellation);
            left = left.Intersect(labelled);
        }

        if (filter.Text is { } words)
        {
            var texts = await db.RunTexts.AsNoTracking().Where(t => few.Contains(t.RunId)).Select(t => new { t.RunId, t.Words }).ToListAsync(cancellation);
            left = left.Intersect(texts.Where(text => words.IsIn(text.Words)).Select(text => text.RunId));
        }

        return [.. left.Take(most)];
    }

    // A database that is to take several states in the order of the ids would sort all of them. One state, and one priority within a workflow, has them in order.
    private IEnumerable<IQueryable<Run>> Lanes(RunFilter filter)
    {
        var runs = InTime(Triggered(db.Runs, filter), filter);
        if (filter.Statuses.Count == 0)
        {
            return [filter.Workflow is { } one ? runs.Where(r => r.WorkflowId == one) : runs];
        }

        return filter.Workflow is { } workflow
            ? filter.Statuses.SelectMany(status => Priorities.Select(priority => runs.Where(r => r.Status == status && r.WorkflowId == workflow && r.Priority == priority)))
            : filter.Statuses.Select(status => runs.Where(r => r.Status == status));
    }

    private Task<List<string>> ByLabelAsync(RunFilter filter, int most, CancellationToken cancellation)
    {
        var (name, value) = filter.Labels[0];
        var labels = db.RunLabels.Where(l => l.Name == name && l.Value == value);
        labels = filter.After is { } after ? labels.Where(l => string.Compare(l.RunId, after) < 0) : labels;
        if (filter.From is { } from)
        {
            var first = RunQueries.FirstId(from);
            labels = labels.Where(l => string.Compare(l.RunId, first) >= 0);
        }

        if (filter.To is { } to)
        {
            var first = RunQueries.FirstId(to);
            labels = labels.Where(l => string.Compare(l.RunId, first) < 0);
        }

        return labels
            .Join(Conditions(filter, filter.Labels.Skip(1)), l => l.RunId, r => r.Id, (l, r) => l.RunId)
            .OrderByDescending(id => id)
            .Take(most)
            .ToListAsync(cancellation);
    }

    private async Task<IReadOnlyList<string>> ByTextAsync(RunFilter filter, RunTextQuery words, int most, CancellationToken cancellation)
    {
        var texts = words.In(db);
        if (filter.After is { } after)
        {
            var number = await db.RunTexts.Where(t => t.RunId == after).Select(t => (long?)t.Number).FirstOrDefaultAsync(cancellation) ?? RunText.NumberOf(after);
            texts = texts.Where(t => t.Number < number);
        }

        if (filter.From is { } from)
        {
            var first = RunText.NumberOf(from);
            texts = texts.Where(t => t.Number >= first);
        }

        if (filter.To is { } to)
        {
            var first = RunText.NumberOf(to);
            texts = texts.Where(t => t.Number < first);
        }

        return await texts
            .Join(Conditions(filter, filter.Labels), t => t.RunId, r => r.Id, (t, r) => new { t.Number, r.Id })
            .OrderByDescending(found => found.Number)
            .Take(most)
            .Select(found => found.Id)
            .ToListAsync(cancellation);
    }

    private IQueryable<Run> Conditions(RunFilter filter, IEnumerable<(string Name, string Value)> labels)
    {
        var runs = Triggered(db.Runs, filter);
        if (filter.Workflow is { } workflow)
        {
            runs = runs.Where(r => r.WorkflowId == workflow);
        }

        if (filter.Statuses.Count > 0)
        {
            runs = runs.Where(r => filter.Statuses.Contains(r.Status));
        }

        foreach (var (name, value) in labels)
        {
            runs = runs.Where(r => db.RunLabels.Any(l => l.RunId == r.Id && l.Name == name && l.Value == value));
        }

        return runs;
    }

    private static IQueryable<Run> Triggered(IQueryable<Run> runs, RunFilter filter) => filter.Trigger is { } trigger ? runs.Where(r => r.Trigger == trigger) : runs;

    private static IQueryable<Run> InTime(IQueryable<Run> runs, RunFilter filter)
    {
        runs = filter.From is { } from ? runs.Since(from) : runs;
        runs = filter.To is { } to ? runs.Before(to) : runs;
        return filter.After is { } after ? runs.Where(r => string.Compare(r.Id, after) < 0) : runs;
    }
}
