using System.Globalization;

namespace Workscript.Web.Features.Shared;

/// <summary>Amounts, lengths of time and moments as people say them.</summary>
public static class Wording
{
    public static string Count(long number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} bytes",
        < 1024 * 1024 => $"{Tenths(bytes / 1024.0)} KB",
        < 1024 * 1024 * 1024 => $"{Tenths(bytes / 1024.0 / 1024.0)} MB",
        _ => $"{Tenths(bytes / 1024.0 / 1024.0 / 1024.0)} GB",
    };

    public static string Duration(double milliseconds) => Duration(TimeSpan.FromMilliseconds(milliseconds));

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1 } => "< 1 ms",
        { TotalMilliseconds: < 999.5 } => $"{Math.Round(time.TotalMilliseconds)} ms",
        { TotalSeconds: < 59.95 } => $"{Tenths(time.TotalSeconds)} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };

    /// <summary>How long ago it was, or how long it is until then; the day when that says more.</summary>
    public static string Ago(DateTime time, DateTime now) => (now - time) switch
    {
        { TotalDays: <= -7 } => Day(time, now),
        { TotalHours: <= -48 } ahead => $"in {-ahead.Days} d",
        { TotalMinutes: <= -60 } ahead => $"in {(int)-ahead.TotalHours} h",
        { TotalSeconds: <= -60 } ahead => $"in {-ahead.Minutes} min",
        { TotalSeconds: <= -1 } ahead => $"in {-ahead.Seconds} s",
        { TotalSeconds: < 10 } => "just now",
        { TotalSeconds: < 60 } ago => $"{ago.Seconds} s ago",
        { TotalMinutes: < 60 } ago => $"{ago.Minutes} min ago",
        { TotalHours: < 24 } ago => $"{ago.Hours} h ago",
        { TotalDays: < 7 } ago => $"{ago.Days} d ago",
        _ => Day(time, now),
    };

    public static string Moment(DateTime time) => time.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Day(DateTime time, DateTime now) => time.ToString(time.Year == now.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Tenths(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
