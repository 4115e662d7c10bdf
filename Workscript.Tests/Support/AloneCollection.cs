namespace Workscript.Tests.Support;

/// <summary>Tests during which no other test runs, because they measure what the process as a whole does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
