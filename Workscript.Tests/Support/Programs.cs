namespace Workscript.Tests.Support;

/// <summary>Programs of the system that tests start.</summary>
internal static class Programs
{
    /// <summary>Where the program is, also where only root has the folder in the path.</summary>
    public static string Find(string name)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/local/sbin"];
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{name} is not installed: scripts/test installs what the tests need, and then runs them.");
    }
}
