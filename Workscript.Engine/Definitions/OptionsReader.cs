using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>The members of a config that begin with <c>@</c>.</summary>
internal sealed class OptionsReader(DiagnosticList diagnostics)
{
    private const int MostAttempts = 100;

    private static readonly string[] Known = ["@name", "@note", "@disabled", "@timeout", "@retry", "@onInterrupted", "@pin"];

    public StepOptions Read(DocumentNode config)
    {
        var options = StepOptions.None;
        foreach (var member in config.Members.Where(m => m.Name.StartsWith('@')))
        {
            options = member.Name switch
            {
                "@name" => options with { Name = Text(member) },
                "@note" => options with { Note = Text(member) },
                "@disabled" => options with { IsDisabled = Flag(member) },
                "@timeout" => options with { Timeout = Duration(member) },
                "@retry" => options with { Retry = Retry(member) },
                "@onInterrupted" => options with { RetriesWhenInterrupted = OnInterrupted(member) },
                "@pin" => options with { Pin = Pin(member) },
                _ => Unknown(member, options),
            };
        }

        return options;
    }

    private StepOptions Unknown(DocumentNode member, StepOptions options)
    {
        Wrong(member, $"'{DocumentParser.Shortened(member.Name)}' is no option of a step{Suggestion.For(member.Name, Known)}");
        return options;
    }

    private string? Text(DocumentNode member)
    {
        if (member.Kind != ValueKind.Text)
        {
            Wrong(member, $"{member.Name} must be string");
        }

        return member.Text;
    }

    private bool Flag(DocumentNode member)
    {
        if (member.Kind != ValueKind.Boolean)
        {
            Wrong(member, $"{member.Name} must be true or false");
        }

        return member.Value.IsTrue;
    }

    private TimeSpan? Duration(DocumentNode member)
    {
        var duration = Values.Duration.TryParse(member.Value);
        if (duration is null)
        {
            Wrong(member, $"{member.Name} must be a duration such as \"30s\" or \"5m\"");
        }

        return duration;
    }

    private bool? OnInterrupted(DocumentNode member)
    {
        if (member.Text is not ("retry" or "error"))
        {
            Wrong(member, "@onInterrupted must be \"retry\" or \"error\"");
        }

        return member.Text == "retry";
    }

    private StepPin? Pin(DocumentNode member)
    {
        foreach (var unknown in member.Members.Where(m => m.Name is not ("edge" or "data" or "changes")))
        {
            Wrong(unknown, $"'{DocumentParser.Shortened(unknown.Name)}' is no part of @pin{Suggestion.For(unknown.Name, ["edge", "data", "changes"])}");
        }

        var pin = member.Value;
        if (pin["edge"].AsText is not { } edge || pin["changes"] is not { Kind: ValueKind.Map or ValueKind.Missing })
        {
            Wrong(member, "@pin must be object with an edge, as in { \"edge\": \"success\", \"data\": { \"id\": 7 }, \"changes\": { \"$.id\": 7 } }");
            return null;
        }

        var changes = new List<StateChange>();
        foreach (var change in member.Member("changes")?.Members ?? [])
        {
            if (StatePath.TryParse(change.Name) is { } path)
            {
                changes.Add(new(path, change.Value));
                continue;
            }

            Wrong(change, $"'{DocumentParser.Shortened(change.Name)}' is no place in the state: write $.name or $.name.below");
        }

        return new(edge, pin["data"], changes);
    }

    private RetryPolicy? Retry(DocumentNode member)
    {
        var retry = member.Value;
        if (member.Kind != ValueKind.Map)
        {
            Wrong(member, "@retry must be object, as in { \"attempts\": 3, \"delay\": \"2s\" }");
            return null;
        }

        foreach (var unknown in member.Members.Where(m => m.Name is not ("attempts" or "delay" or "backoff" or "maxDelay" or "on")))
        {
            Wrong(unknown, $"'{DocumentParser.Shortened(unknown.Name)}' is no part of @retry{Suggestion.For(unknown.Name, ["attempts", "delay", "backoff", "maxDelay", "on"])}");
        }

        if (!retry["attempts"].IsWhole(out var attempts) || attempts is < 1 or > MostAttempts)
        {
            Wrong(member, $"@retry needs attempts: a whole number from 1 to {MostAttempts}");
            return null;
        }

        if (retry["backoff"] is { IsMissing: false } backoff && backoff.AsText is not ("exponential" or "fixed"))
        {
            Wrong(member, "The backoff of @retry must be \"exponential\" or \"fixed\"");
        }

        if (retry["on"] is { IsMissing: false } codes && codes.AsList?.All(code => code.IsText) != true)
        {
            Wrong(member.Member("on")!, "The on of @retry must be a list of error codes, as in [\"TIMEOUT\", \"HTTP_5XX\"]");
        }

        var delay = Part(member, retry["delay"], TimeSpan.FromSeconds(1));
        var longest = Part(member, retry["maxDelay"], TimeSpan.FromHours(1));
        var on = retry["on"].AsList?.Select(Coerce.Text).ToList() ?? [];
        return new((int)attempts, delay, retry["backoff"].AsText != "fixed", longest, on);
    }

    private TimeSpan Part(DocumentNode member, Value value, TimeSpan fallback)
    {
        var duration = value.IsMissing ? fallback : Values.Duration.TryParse(value);
        if (duration is null)
        {
            Wrong(member, "The delays of @retry must be durations such as \"2s\"");
        }

        return duration ?? fallback;
    }

    private void Wrong(DocumentNode member, string message) => diagnostics.Error(Codes.SchemaValidationError, member.Path, message, member.NameStart);
}
