using Workscript.Engine.Nodes;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting;

/// <summary>
/// How much the files of workflows may take. It counts up what is written since it last looked, and looks again before it refuses. Used by one writer
/// at a time.
/// </summary>
internal sealed class FileQuota(long mostBytes)
{
    public const string Setting = "Files:QuotaMegabytes";

    private const int MostEntries = 100_000;

    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private long _bytes;
    private int _entries;
    private bool _isKnown;

    /// <summary>The value of a setting in megabytes, a gigabyte without it; as bytes.</summary>
    public static long Bytes(IConfiguration configuration, string setting) => configuration[setting] switch
    {
        null or "" => 1L << 30,
        var text when int.TryParse(text, out var megabytes) && megabytes >= 1 => (long)megabytes << 20,
        var text => throw new SettingException($"{setting} is '{text}': it must be a whole number of megabytes, 1 or more."),
    };

    /// <summary>Counts what is about to be written to the folder.</summary>
    /// <exception cref="NodeException">It would be too much.</exception>
    public void Claim(string folder, long bytes, int entries)
    {
        if (!_isKnown || IsTooMuch(bytes, entries))
        {
            Measure(folder);
        }

        if (IsTooMuch(bytes, entries))
        {
            throw _bytes + bytes > mostBytes
                ? new NodeException("QUOTA", $"There is no room: files take {_bytes >> 20} of {mostBytes >> 20} MiB. Delete some, or raise {Setting}")
                : new NodeException("QUOTA", $"There are more than {MostEntries:N0} files and folders. Delete some");
        }

        _bytes += bytes;
        _entries += entries;
    }

    private bool IsTooMuch(long bytes, int entries) => (bytes > 0 && _bytes + bytes > mostBytes) || _entries + entries > MostEntries;

    private void Measure(string folder)
    {
        (_bytes, _entries, _isKnown) = (0, 0, true);
        foreach (var entry in Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFileSystemInfos("*", All) : [])
        {
            _entries++;
            _bytes += entry is FileInfo file ? file.Length : 0;
        }
    }
}
