using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>What <c>extractText</c> looks for, and which of it it takes.</summary>
internal sealed class TextSearch
{
    private readonly UserPattern _pattern;

    private TextSearch(UserPattern pattern) => _pattern = pattern;

    /// <summary>Take all matches, not the first alone.</summary>
    private bool All { get; init; } = true;

    /// <summary>Take the first group of a match in place of the whole.</summary>
    private bool ByGroup { get; init; }

    /// <summary>Take each text once.</summary>
    private bool Distinct { get; init; }

    /// <summary>Take the match at this place alone, as a text.</summary>
    private double? Occurrence { get; init; }

    /// <summary>The search that the parameters describe; null with the reason when one is missing or wrong.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public static TextSearch? Read(NodeContext context, out string problem)
    {
        var method = context["method"].AsText;
        problem = "";
        if (method == "between")
        {
            return Between(context["startDelimiter"], context["endDelimiter"], out problem);
        }

        var occurrence = method == "extractSpecific" ? Whole(context["occurrence"]) : null;
        if (occurrence is < 0 or double.NaN)
        {
            problem = "Occurrence must be a non-negative number";
            return null;
        }

        var kind = method != "regex" && context["extractType"] is { IsMissing: false } given ? Coerce.Text(given) : "custom";
        if (kind != "custom")
        {
            return OfKind(kind, occurrence, out problem);
        }

        if (!Coerce.Truth(context["pattern"]))
        {
            problem = method == "regex" ? "Missing required parameter for regex method: pattern" : "Custom extract type requires pattern parameter";
            return null;
        }

        var flags = Coerce.Truth(context["flags"]) ? Coerce.Text(context["flags"]) : "g";
        return new(UserPattern.Compile(Coerce.Text(context["pattern"]), flags)) { All = flags.Contains('g'), ByGroup = true, Occurrence = occurrence };
    }

    /// <summary>A list of texts, empty when nothing is found; one text where an occurrence was asked for and is there.</summary>
    /// <exception cref="RegexMatchTimeoutException">Matching takes too long.</exception>
    public Value Find(string text)
    {
        var found = new List<Value>();
        var seen = Distinct ? new HashSet<string>() : null;
        var at = 0;
        foreach (var match in _pattern.Matches(text))
        {
            if (Occurrence is null)
            {
                var part = ByGroup && match.Groups[1].Success ? match.Groups[1].Value : match.Value;
                if (seen?.Add(part) != false)
                {
                    found.Add(part);
                }

                if (!All)
                {
                    break;
                }
            }
            else if (at++ == Occurrence)
            {
                return match.Value;
            }
        }

        return ValueList.Of(found);
    }

    private static TextSearch? Between(Value start, Value end, out string problem)
    {
        problem = Coerce.Truth(start) && Coerce.Truth(end) ? "" : "Missing required parameters for between method: startDelimiter and endDelimiter";
        return problem.Length > 0 ? null : new(UserPattern.Compile($"{Regex.Escape(Coerce.Text(start))}(.*?){Regex.Escape(Coerce.Text(end))}")) { ByGroup = true };
    }

    private static TextSearch? OfKind(string kind, double? occurrence, out string problem)
    {
        var pattern = kind switch
        {
            "email" => @"[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}",
            "url" => @"https?://\S+",
            "phone" => @"(\+?1?[-.\s]?)?\(?\d{3}\)?[-.\s]?\d{3}[-.\s]?\d{4}",
            _ => null,
        };
        problem = pattern is null ? $"Invalid extractType: {kind}. Expected: email, url, phone, or custom" : "";
        return pattern is null ? null : new(UserPattern.Compile(pattern)) { Distinct = true, Occurrence = occurrence };
    }

    /// <summary>0 where nothing is given, not a number where it is no whole one.</summary>
    private static double? Whole(Value given)
    {
        var number = given.IsMissing ? 0 : Coerce.Number(given);
        return number == Math.Floor(number) ? number : double.NaN;
    }
}
