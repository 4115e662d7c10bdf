namespace Workscript.Web.Features.Runs;

/// <summary>What has happened in a run since somebody last looked. The last of them has the end.</summary>
public sealed record RunProgress(RunView Run, Timeline News, bool WorkflowExists);
