using System.Diagnostics;

namespace Workscript.Engine.Values;

/// <summary>
/// A pattern for one text after another. Where it is matched by trial, a limit of its own holds for all texts together, so that a list of texts
/// that each take a moment does not take hours. It belongs to one execution of a node.
/// </summary>
internal sealed class PatternSeries(UserPattern pattern)
{
    private TimeSpan _spent;
    private long _characters;

    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching took too long, for this text or for all together.</exception>
    public bool IsMatch(string text)
    {
        if (pattern.IsLinear)
        {
            return pattern.IsMatch(text);
        }

        var start = Stopwatch.GetTimestamp();
        var isMatch = pattern.IsMatch(text);
        _spent += Stopwatch.GetElapsedTime(start);
        _characters += text.Length;
        pattern.CheckTime(text, _spent, _characters);
        return isMatch;
    }
}
