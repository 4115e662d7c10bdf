using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>Finds the places of paths below a folder, link by link as the system would, and refuses those that come out elsewhere.</summary>
internal sealed class FileRoot(string folder)
{
    private const int MostLinks = 40;

    /// <summary>The folder itself, without links in its own path.</summary>
    public string Folder => Walk(Path.GetPathRoot(folder)!, Split(folder[Path.GetPathRoot(folder)!.Length..]), folder);

    /// <exception cref="NodeException">The path is none, or a link on it leads out of the folder.</exception>
    public string Resolve(string path)
    {
        var root = Folder;
        var place = Walk(root, FilePath.Names(path), path);
        return place == root || place.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? place
            : throw new NodeException("NOT_ALLOWED", $"'{path}' leads out of the folder for files, by a link");
    }

    private static string Walk(string from, IEnumerable<string> names, string path)
    {
        var place = from;
        var links = 0;
        var left = new Stack<string>(names.Reverse());
        while (left.TryPop(out var name))
        {
            var next = name == ".." ? Path.GetDirectoryName(place) ?? place : Path.Combine(place, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                place = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new NodeException("NOT_ALLOWED", $"'{path}' has links that lead in a circle");
            }

            place = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : place;
            foreach (var part in Split(target[(Path.GetPathRoot(target)?.Length ?? 0)..]).Reverse())
            {
                left.Push(part);
            }
        }

        return place;
    }

    private static IEnumerable<string> Split(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".");
}
