using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>A document's <c>settings</c>.</summary>
internal sealed class SettingsReader(DiagnosticList diagnostics)
{
    private static readonly string[] Known = ["timeout", "maxSteps", "maxLoops", "onError", "concurrency", "concurrencyKey", "onConflict", "onFailure", "keep"];

    private static readonly string[] KnownOfKeep = ["age", "failed", "runs", "megabytes"];

    private static readonly string[] Conflicts = ["queue", "skip", "cancel"];

    public WorkflowSettings Read(DocumentNode? node)
    {
        if (node is null)
        {
            return new();
        }

        if (node.Kind != ValueKind.Map)
        {
            Wrong(node, "settings must be object");
            return new();
        }

        WarnOfUnknown(node, Known);
        return new WorkflowSettings
        {
            Timeout = Duration(node.Member("timeout")),
            MaxSteps = Count(node.Member("maxSteps")),
            MaxLoops = Count(node.Member("maxLoops")),
            FailOnUnnamedError = OnError(node.Member("onError")),
            Concurrency = Count(node.Member("concurrency")),
            ConcurrencyKey = Key(node.Member("concurrencyKey")),
            OnConflict = Conflict(node.Member("onConflict")),
            OnFailure = Text(node.Member("onFailure"), "the id of the workflow to run when this one fails"),
            Keep = Keep(node.Member("keep")),
        };
    }

    /// <summary>A duration counts for all runs, also for those that failed.</summary>
    private KeepSettings? Keep(DocumentNode? member)
    {
        if (member is not { Kind: ValueKind.Map })
        {
            return Duration(member) is { } all ? new() { Age = all, FailedAge = all } : null;
        }

        WarnOfUnknown(member, KnownOfKeep);
        return new KeepSettings
        {
            Age = Duration(member.Member("age")),
            FailedAge = Duration(member.Member("failed")),
            Runs = Count(member.Member("runs")),
            Megabytes = Count(member.Member("megabytes")),
        };
    }

    private TimeSpan? Duration(DocumentNode? member)
    {
        if (member is null)
        {
            return null;
        }

        var duration = Values.Duration.TryParse(member.Value);
        if (duration is null)
        {
            Wrong(member, $"{member.Name} must be a duration such as \"30s\", \"5m\" or \"1h 30m\"");
        }

        return duration;
    }

    private int? Count(DocumentNode? member)
    {
        if (member is null)
        {
            return null;
        }

        if (member.Value.IsWhole(out var count) && count is > 0 and <= int.MaxValue)
        {
            return (int)count;
        }

        Wrong(member, $"{member.Name} must be a whole number above 0");
        return null;
    }

    private string? Text(DocumentNode? member, string what)
    {
        if (member is not null && member.Text is not { Length: > 0 })
        {
            Wrong(member, $"{member.Name} must be string: {what}");
        }

        return member?.Text;
    }

    private Expression? Key(DocumentNode? member) =>
        Text(member, "an expression such as \"$.customer.id\"; runs with one value share the limit") is null ? null : new ConfigReader(diagnostics).Read(member!);

    private ConflictPolicy Conflict(DocumentNode? member)
    {
        var index = member is null ? 0 : Array.IndexOf(Conflicts, member.Text);
        if (index >= 0)
        {
            return (ConflictPolicy)index;
        }

        Wrong(member!, $"onConflict must be one of {string.Join(", ", Conflicts)}{Suggestion.For(Coerce.Text(member!.Value), Conflicts)}");
        return ConflictPolicy.Queue;
    }

    private bool OnError(DocumentNode? member)
    {
        var text = member?.Text;
        if (member is not null && text is not ("fail" or "continue"))
        {
            Wrong(member, "onError must be \"fail\" or \"continue\"");
        }

        return text == "fail";
    }

    private void WarnOfUnknown(DocumentNode node, string[] known)
    {
        foreach (var unknown in node.Members.Where(m => Array.IndexOf(known, m.Name) < 0))
        {
            diagnostics.Warning(Codes.UnknownKey, unknown.Path, $"'{DocumentParser.Shortened(unknown.Name)}' is no setting{Suggestion.For(unknown.Name, known)}", unknown.NameStart);
        }
    }

    private void Wrong(DocumentNode node, string message) => diagnostics.Error(Codes.SchemaValidationError, node.Path, message, node.Start);
}
