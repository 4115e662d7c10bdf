using Workscript.Web.Hosting;

namespace Workscript.Web.Cli;

/// <summary>Whether the clock can be right: schedules, sessions and the order of runs hang on it.</summary>
internal static class ClockCheckup
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static Finding Examine(DataFolder data, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var built = File.GetLastWriteTimeUtc(typeof(ClockCheckup).Assembly.Location is { Length: > 0 } file ? file : Environment.ProcessPath!);
        if (now < built - Tolerance)
        {
            return new(Checkup.Fail, "clock", $"{now:u} is before this program was made ({built:u})", "set the clock: timedatectl set-ntp true");
        }

        var newest = NewestFile(data.Path);
        return newest > now + Tolerance
            ? new(Checkup.Warn, "clock", $"{now:u}, but the data folder was written at {newest:u}", "check the clock: timedatectl")
            : new(Checkup.Ok, "clock", $"{now:u}, time zone {time.LocalTimeZone.Id}");
    }

    private static DateTime NewestFile(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max() : default;
}
