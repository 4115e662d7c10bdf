using System.Globalization;
using System.Text;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs.Search;

/// <summary>
/// What somebody typed to find runs: qualifiers such as <c>status:failed label.order:4711 since:2d</c>, and words. What is not understood is a problem
/// with a sentence for it, and filters nothing.
/// </summary>
public sealed class RunQuery
{
    public const int Longest = SavedView.MaxQuery;

    /// <summary>The qualifiers, and what each is for. A label's name follows the last.</summary>
    public static IReadOnlyList<(string Name, string Help)> Qualifiers { get; } =
    [
        ("status:", "failed, or several: failed,cancelled"),
        ("workflow:", "a workflow's id"),
        ("label.", "a label: label.order:4711"),
        ("since:", "2d, 12h, today or 2026-01-31"),
        ("until:", "the same"),
        ("trigger:", string.Join(", ", Enum.GetNames<TriggerKind>()).ToLowerInvariant()),
        ("is:", "test, over or open"),
    ];

    private readonly DateTimeOffset _now;
    private readonly List<string> _problems = [];

    private RunQuery(string text, DateTimeOffset now)
    {
        _now = now;
        Text = text;
        foreach (var part in Parts(text))
        {
            Take(part);
        }
    }

    /// <summary>As it was typed.</summary>
    public string Text { get; }

    public RunFilter Filter { get; private set; } = new();

    public IReadOnlyList<string> Problems => _problems;

    public static RunQuery Parse(string? text, DateTimeOffset now) => new(Texts.Shorten((text ?? "").Trim(), Longest), now);

    /// <summary>What is asked for in an address: as it was typed, or, in links of earlier days, by a state and a workflow.</summary>
    public static string Typed(string? text, RunStatus? status, string? workflow) => text ?? string.Join(' ', new[]
    {
        status is { } one ? $"status:{one.ToString().ToLowerInvariant()}" : null,
        workflow is { Length: > 0 } id ? Qualifier("workflow:", id) : null,
    }.OfType<string>());

    /// <summary>A qualifier as one would type it.</summary>
    public static string Qualifier(string name, string value) => value.Any(char.IsWhiteSpace) || value.Contains('"') ? $"{name}\"{value.Replace("\"", "")}\"" : name + value;

    /// <summary>The parts of a text: what stands between spaces, but for those within quotes.</summary>
    public static IEnumerable<string> Parts(string text)
    {
        var part = new StringBuilder();
        var isQuoted = false;
        foreach (var c in text)
        {
            isQuoted ^= c == '"';
            if (!char.IsWhiteSpace(c) || isQuoted)
            {
                part.Append(c);
            }
            else if (part.Length > 0)
            {
                yield return part.ToString();
                part.Clear();
            }
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }

    private void Take(string part)
    {
        var colon = part.IndexOf(':');
        if (colon <= 0 || part[0] == '"')
        {
            Filter = Filter with { Text = RunTextQuery.With(Filter.Text, part) };
            return;
        }

        var (name, value) = (part[..colon], part[(colon + 1)..].Replace("\"", "").Trim());
        if (value.Length == 0)
        {
            _problems.Add($"{name}: needs a value after the colon, without a space.");
            return;
        }

        if (name.StartsWith("label.", StringComparison.Ordinal) && name.Length > "label.".Length)
        {
            Filter = Filter with { Labels = [.. Filter.Labels, (name["label.".Length..], value)], IsNothing = Filter.IsNothing || !Ascii.IsValid(name) };
            return;
        }

        switch (name)
        {
            case "status":
                Status(value);
                break;
            case "workflow":
                Filter = Filter with { Workflow = value, IsNothing = Filter.IsNothing || !Ascii.IsValid(value) };
                break;
            case "trigger":
                Trigger(value);
                break;
            case "since" when Time(value) is { } since:
                Filter = Filter with { From = since };
                break;
            case "until" when Time(value) is { } until:
                Filter = Filter with { To = until };
                break;
            case "since" or "until":
                _problems.Add($"{name}: '{value}' is no time: write 2d, 12h, 30m, today, yesterday or a day such as 2026-01-31.");
                break;
            case "is":
                Is(value);
                break;
            default:
                Unknown(name, part);
                break;
        }
    }

    private void Status(string value)
    {
        var statuses = new List<RunStatus>();
        foreach (var text in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Choice<RunStatus>("status", text) is { } status)
            {
                statuses.Add(status);
            }
        }

        Filter = statuses.Count > 0 ? Filter.ThatAre([.. statuses.Distinct()]) : Filter;
    }

    private void Trigger(string value) => Filter = Choice<TriggerKind>("trigger", value) is { } trigger ? Filter with { Trigger = trigger } : Filter;

    private void Is(string value)
    {
        switch (value)
        {
            case "over" or "open":
                Filter = Filter.ThatAre(final: value == "over");
                break;
            case "test":
                Filter = Enum.TryParse<TriggerKind>(value, true, out var test) ? Filter with { Trigger = test } : Filter with { IsNothing = true };
                break;
            default:
                _problems.Add($"is: knows test, over and open, and not '{value}'{Suggestion.For(value, ["test", "over", "open"])}");
                break;
        }
    }

    private T? Choice<T>(string name, string text)
        where T : struct, Enum
    {
        string[] known = [.. Enum.GetNames<T>().Select(choice => choice.ToLowerInvariant())];
        if (known.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, true);
        }

        _problems.Add($"{name}: knows {string.Join(", ", known)}, and not '{text}'{Suggestion.For(text, known)}");
        return null;
    }

    private DateTimeOffset? Time(string value)
    {
        var today = new DateTimeOffset(_now.UtcDateTime.Date, TimeSpan.Zero);
        return value switch
        {
            "today" => today,
            "yesterday" => today.AddDays(-1),
            _ when Duration.TryParse(value) is { } ago => _now - ago,
            _ => char.IsAsciiDigit(value[0]) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null,
        };
    }

    private void Unknown(string name, string part)
    {
        var near = Suggestion.Nearest(name, Qualifiers.Select(qualifier => qualifier.Name.TrimEnd(':', '.')));
        _problems.Add(near is null
            ? $"{name}: is no qualifier: there are {string.Join(", ", Qualifiers.Select(qualifier => qualifier.Name))}. Put \"{part}\" in quotes to look for it as words."
            : $"{name}: is no qualifier: did you mean {(near == "label" ? "label.NAME" : near)}:?");
    }
}
