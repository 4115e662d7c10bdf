namespace Workscript.Web.Features.Runs;

/// <summary>The faces of a run, and which of them is shown.</summary>
public sealed record RunTabs(string Id, string Current);
