namespace Workscript.Web.Features.Runs;

/// <summary>What can be done to a run from its page.</summary>
public sealed record RunActions(RunView Run, bool WorkflowExists);
