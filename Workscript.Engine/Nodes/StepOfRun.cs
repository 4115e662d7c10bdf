namespace Workscript.Engine.Nodes;

/// <summary>
/// Which execution of which step of which run wants something changed. A step that is repeated after a crash, or tried again, is still the same.
/// The run is empty where it has no id.
/// </summary>
public readonly record struct StepOfRun(string Run, string Step);
