using System.Collections.Frozen;

namespace Workscript.Engine.Expressions;

/// <summary>The list of all functions, by family. Reading it is knowing the language.</summary>
public static class FunctionCatalog
{
    public static IReadOnlyList<FunctionFamily> Families { get; } =
    [
        new("Text", TextFunctions.All),
        new("Patterns", PatternFunctions.All),
        new("Numbers", NumberFunctions.All),
        new("Lists", [.. ListFunctions.All, .. ListPartFunctions.All]),
        new("Groups", GroupFunctions.All),
        new("Objects", ObjectFunctions.All),
        new("Dates", DateFunctions.All),
        new("Types", TypeFunctions.All),
        new("Encoding", EncodingFunctions.All),
    ];

    private static readonly FrozenDictionary<string, Function> ByName = Families
        .SelectMany(family => family.Functions)
        .SelectMany(function => function.Aliases.Prepend(function.Name).Select(name => (name, function)))
        .ToFrozenDictionary(entry => entry.name, entry => entry.function, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    public static Function? Find(string name) => ByName.GetValueOrDefault(name);
}

public sealed record FunctionFamily(string Name, IReadOnlyList<Function> Functions);
