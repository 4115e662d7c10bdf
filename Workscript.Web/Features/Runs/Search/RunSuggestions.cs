using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs.Search;

/// <summary>How what somebody types to find runs may go on: the whole text each time, so that a browser can offer it by itself.</summary>
public sealed class RunSuggestions(WorkscriptDb db)
{
    private const int Most = 8;

    /// <summary>What is offered before anything is typed.</summary>
    public static IReadOnlyList<string> First { get; } = ["status:failed", "status:failed since:24h", "status:waiting", "is:open", "since:1h"];

    public async Task<IReadOnlyList<string>> ForAsync(string? text, CancellationToken cancellation)
    {
        var typed = text ?? "";
        if (typed.Length is 0 or > RunQuery.Longest)
        {
            return First;
        }

        var last = char.IsWhiteSpace(typed[^1]) ? "" : RunQuery.Parts(typed).LastOrDefault("");
        var before = typed[..^last.Length];
        return [.. (await PartsAsync(last, cancellation)).Take(Most).Select(part => before + part)];
    }

    private async Task<IEnumerable<string>> PartsAsync(string part, CancellationToken cancellation)
    {
        var colon = part.IndexOf(':');
        if (colon < 0)
        {
            return part.StartsWith("label.", StringComparison.Ordinal)
                ? (await LabelNamesAsync(cancellation)).Where(name => name.StartsWith(part["label.".Length..], StringComparison.Ordinal)).Select(name => $"label.{name}:")
                : RunQuery.Qualifiers.Select(qualifier => qualifier.Name).Where(name => name.StartsWith(part, StringComparison.Ordinal));
        }

        var (name, value) = (part[..(colon + 1)], part[(colon + 1)..].Trim('"'));
        var values = name switch
        {
            "status:" => Statuses(value),
            "trigger:" => Enum.GetNames<TriggerKind>().Select(trigger => trigger.ToLowerInvariant()),
            "is:" => ["test", "over", "open"],
            "since:" or "until:" => ["1h", "24h", "7d", "30d", "today", "yesterday"],
            "workflow:" => await WorkflowsAsync(value, cancellation),
            _ when name.StartsWith("label.", StringComparison.Ordinal) => await LabelValuesAsync(name["label.".Length..^1], value, cancellation),
            _ => [],
        };
        return values.Where(known => known.StartsWith(value, StringComparison.Ordinal)).Select(known => RunQuery.Qualifier(name, known));
    }

    private static IEnumerable<string> Statuses(string value)
    {
        var before = value[..(value.LastIndexOf(',') + 1)];
        return Enum.GetNames<RunStatus>().Select(status => before + status.ToLowerInvariant());
    }

    private async Task<List<string>> WorkflowsAsync(string value, CancellationToken cancellation)
    {
        // Ids are ASCII, and so is what follows all of them.
        var after = value + '\x7f';
        return !System.Text.Ascii.IsValid(value) ? [] : await db.Workflows
            .Where(w => string.Compare(w.Id, value) >= 0 && string.Compare(w.Id, after) < 0)
            .OrderBy(w => w.Id)
            .Take(Most)
            .Select(w => w.Id)
            .ToListAsync(cancellation);
    }

    /// <summary>The names that labels have, each found by one step in their index.</summary>
    public async Task<IReadOnlyList<string>> LabelNamesAsync(CancellationToken cancellation)
    {
        var names = new List<string>();
        var last = "";
        while (names.Count < Most && await db.RunLabels.Where(l => string.Compare(l.Name, last) > 0).MinAsync(l => (string?)l.Name, cancellation) is { } name)
        {
            names.Add(last = name);
        }

        return names;
    }

    private async Task<List<string>> LabelValuesAsync(string name, string value, CancellationToken cancellation)
    {
        var values = new List<string>();
        var (last, after) = (value, value + char.MaxValue);
        while (values.Count < Most && await NextValueAsync(name, last, after, values.Count == 0, cancellation) is { } next)
        {
            values.Add(last = next);
        }

        return values;
    }

    private Task<string?> NextValueAsync(string name, string from, string before, bool isFirst, CancellationToken cancellation)
    {
        var labels = db.RunLabels.Where(l => l.Name == name && string.Compare(l.Value, before) < 0);
        return (isFirst ? labels.Where(l => string.Compare(l.Value, from) >= 0) : labels.Where(l => string.Compare(l.Value, from) > 0)).MinAsync(l => (string?)l.Value, cancellation);
    }
}
