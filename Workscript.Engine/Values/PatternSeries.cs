using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Workscript.Engine.Values;

/// <summary>
/// A pattern for one text after another. Where it is matched by trial, a limit of its own holds for all texts together, so that a list of texts
/// that each take a moment does not take hours. It belongs to one execution of a node.
/// </summary>
internal sealed class PatternSeries(Regex regex)
{
    private readonly bool _isLinear = regex.Options.HasFlag(RegexOptions.NonBacktracking);
    private TimeSpan _spent;
    private long _characters;

    /// <exception cref="RegexMatchTimeoutException">Matching took too long, for this text or for all together.</exception>
    public bool IsMatch(string text)
    {
        if (_isLinear)
        {
            return regex.IsMatch(text);
        }

        var start = Stopwatch.GetTimestamp();
        var isMatch = regex.IsMatch(text);
        _spent += Stopwatch.GetElapsedTime(start);
        _characters += text.Length;
        UserPattern.CheckTime(regex, text, _spent, _characters);
        return isMatch;
    }
}
