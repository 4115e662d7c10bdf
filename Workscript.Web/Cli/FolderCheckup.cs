using Workscript.Web.Hosting;

namespace Workscript.Web.Cli;

/// <summary>Whether the data folder can be written, by its owner alone, and has room.</summary>
internal static class FolderCheckup
{
    private const long Mebibyte = 1024 * 1024;
    private const long Tight = 1024 * Mebibyte;
    private const long TooTight = 200 * Mebibyte;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IEnumerable<Finding> Examine(DataFolder data)
    {
        if (!Directory.Exists(data.Path))
        {
            yield return new(Checkup.Warn, "data folder", $"{data.Path} does not exist yet", "the first start makes it; --data or WORKSCRIPT_DATA name another");
            yield break;
        }

        yield return Writable(data.Path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(data.Path) & Others) != 0)
        {
            yield return new(Checkup.Warn, "data folder", $"others than its owner may look into {data.Path}", $"chmod 700 {data.Path}");
        }
    }

    public static Finding Disk(DataFolder data)
    {
        var drive = new DriveInfo(Existing(data.Path));
        var text = $"{drive.AvailableFreeSpace / Mebibyte:N0} MiB free on {drive.Name}";
        return drive.AvailableFreeSpace switch
        {
            < TooTight => new(Checkup.Fail, "disk", text, "make room: runs cannot be recorded on a full disk"),
            < Tight => new(Checkup.Warn, "disk", text, "make room soon: runs cannot be recorded on a full disk"),
            _ => new(Checkup.Ok, "disk", text),
        };
    }

    private static Finding Writable(string folder)
    {
        var probe = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new(Checkup.Ok, "data folder", $"{folder} can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(Checkup.Fail, "data folder", e.Message, $"let {Environment.UserName} write there, or choose another folder with --data");
        }
    }

    private static string Existing(string path)
    {
        while (!Directory.Exists(path))
        {
            path = Path.GetDirectoryName(path) ?? "/";
        }

        return path;
    }
}
