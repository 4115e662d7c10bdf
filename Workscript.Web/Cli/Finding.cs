namespace Workscript.Web.Cli;

/// <summary>How well one thing is.</summary>
internal enum Checkup
{
    Ok,
    Warn,
    Fail,
}

/// <summary>A line of <c>doctor</c>: what was looked at, how it is, and what to do about it where it is not well.</summary>
internal sealed record Finding(Checkup Level, string What, string Text, string? Advice = null)
{
    public override string ToString() => $"{Level.ToString().ToLowerInvariant(),-4}  {What,-13}  {Text}{(Advice is null ? "" : $"\n      {"",-13}  -> {Advice}")}";
}
