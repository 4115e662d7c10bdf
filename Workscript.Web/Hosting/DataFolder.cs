using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>The folder of the database file, the logs and everything else that the server keeps. Nobody but its user may look into it.</summary>
public sealed record DataFolder(string Path)
{
    public const string Variable = "WORKSCRIPT_DATA";

    private const string Installed = "/var/lib/workscript";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>The files of workflows.</summary>
    public string Files => System.IO.Path.Combine(Path, "files");

    /// <summary>The contents of resources, by their checksums.</summary>
    public string Resources => System.IO.Path.Combine(Path, "resources");

    /// <summary>Files that are being written, until they are whole.</summary>
    public string Incoming => System.IO.Path.Combine(Path, "incoming");

    /// <summary>The given folder, else the variable's, else <c>data/</c> beside the sources, else that of an installed server.</summary>
    public static DataFolder Locate(string? given) => new(System.IO.Path.GetFullPath(Choose(given)));

    public void Create()
    {
        try
        {
            Make(Path);
            Make(Logs);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The data folder {Path} cannot be made: {e.Message} Choose another with --data DIR or {Variable}.", e);
        }
    }

    /// <summary>Makes a folder that is nobody else's business, and those on the way, where they are not there yet.</summary>
    internal static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    private static string Choose(string? given)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return given;
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable)
        {
            return variable;
        }

        return Sources() is { } sources ? System.IO.Path.Combine(sources, "data") : Installed;
    }

    private static string? Sources()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Workscript.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
