using System.Buffers;
using System.Text;

namespace Workscript.Engine.Nodes;

/// <summary>
/// A path as workflows write it: names with slashes of either kind between them, below a root that it cannot leave. A leading slash means the
/// root. Names are those that every file system takes, so that a data folder can be moved from one to another.
/// </summary>
public static class FilePath
{
    private const int MostCharacters = 1_000;
    private const int MostBytesOfName = 200;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create([.. Path.GetInvalidFileNameChars(), .. Enumerable.Range(0, 32).Select(c => (char)c), '\u007f']);

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>The names along the path; none for the root itself.</summary>
    /// <exception cref="NodeException">The path leads out of the root, or has a name that some file system does not take.</exception>
    public static IReadOnlyList<string> Names(string path)
    {
        if (path.Length > MostCharacters)
        {
            throw Refused($"A path of {path.Length:N0} characters is too long: {MostCharacters:N0} are allowed");
        }

        var names = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".").ToArray();
        foreach (var name in names)
        {
            Check(name, path);
        }

        return names;
    }

    private static void Check(string name, string path)
    {
        if (name == "..")
        {
            throw Refused($"'{path}' leads upwards: a path begins at the root and may not hold '..'");
        }

        if (name.AsSpan().ContainsAny(NotInNames) || !IsWellFormed(name))
        {
            throw Refused("A path may not hold control characters, or others that are not allowed in the names of files");
        }

        if (name[^1] is '.' or ' ')
        {
            throw Refused($"'{name}' ends with a dot or a space, which is not allowed in the names of files");
        }

        if (Devices.Contains(name.Split('.')[0].TrimEnd()))
        {
            throw Refused($"'{name}' is the name of a device on some systems: choose another");
        }

        if (Encoding.UTF8.GetByteCount(name) > MostBytesOfName)
        {
            throw Refused($"'{name[..20]}...' is too long for the name of a file: {MostBytesOfName} bytes are allowed");
        }
    }

    private static bool IsWellFormed(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }

    private static NodeException Refused(string message) => new("INVALID_PATH", message);
}
