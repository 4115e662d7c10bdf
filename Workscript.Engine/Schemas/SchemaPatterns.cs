using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Schemas;

/// <summary>The patterns that one check matches. Those that are matched by trial have a limit for all texts together.</summary>
internal sealed class SchemaPatterns
{
    private readonly Dictionary<string, PatternSeries> _series = new(StringComparer.Ordinal);

    /// <exception cref="SchemaException">The pattern is none.</exception>
    /// <exception cref="RegexMatchTimeoutException">Matching took too long.</exception>
    public bool IsMatch(string pattern, string text)
    {
        if (!_series.TryGetValue(pattern, out var series))
        {
            _series.Add(pattern, series = new(Compile(pattern)));
        }

        return series.IsMatch(text);
    }

    private static UserPattern Compile(string pattern)
    {
        try
        {
            return UserPattern.Compile(pattern);
        }
        catch (ArgumentException e)
        {
            throw new SchemaException($"'{pattern}' in the schema is no regular expression: {e.Message}");
        }
    }
}
