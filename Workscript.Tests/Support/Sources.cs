namespace Workscript.Tests.Support;

/// <summary>The sources that the tests were built from.</summary>
internal static class Sources
{
    private static readonly string[] NotOurs = ["bin", "obj", "Migrations", "lib", "artifacts", "data"];

    public static string Root { get; } = Find();

    public static string At(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(At(path));

    /// <summary>The files with these endings that somebody wrote by hand, as paths from the root.</summary>
    public static IEnumerable<string> Written(string folder, params string[] endings) => Directory
        .EnumerateFiles(At(folder), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file))
        .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)) && !file.Split('/').Intersect(NotOurs).Any())
        .Order(StringComparer.Ordinal);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Workscript.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"There are no sources above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
