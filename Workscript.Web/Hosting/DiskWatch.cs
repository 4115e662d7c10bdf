using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>
/// Looks at the disk of the data folder. While it is nearly full no new runs are taken, so that there is room left for those that were accepted
/// to get to their end.
/// </summary>
public sealed partial class DiskWatch(DataFolder data, MeasureDisk measure, IConfiguration configuration, TimeProvider time, ILogger<DiskWatch> logger)
    : BackgroundService
{
    public const string ReserveSetting = "Disk:ReserveMegabytes";

    private const long UsualReserve = 256L << 20;
    private const int UsualShare = 50;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private readonly long? _reserve = ReserveFrom(configuration);
    private volatile DiskShortage? _shortage;

    /// <summary>Null while there is room.</summary>
    public DiskShortage? Shortage => _shortage;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request is taken.
        Look();
        return base.StartAsync(cancellationToken);
    }

    internal void Look()
    {
        try
        {
            Judge(measure(data.Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogBlind(data.Path, e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private void Judge(DiskSpace space)
    {
        var reserve = _reserve ?? Math.Min(UsualReserve, space.Total / UsualShare);
        // A little more must be free before all is well again, or every file would change the answer.
        var needed = _shortage is null ? reserve : reserve + (reserve / 4);
        if (space.Free >= needed)
        {
            if (_shortage is not null)
            {
                _shortage = null;
                LogWell(data.Path, space.Free >> 20);
            }

            return;
        }

        if (_shortage is null)
        {
            LogLow(data.Path, space.Free >> 20, reserve >> 20);
        }

        _shortage = new(space.Free, needed);
    }

    private static long? ReserveFrom(IConfiguration configuration) => configuration[ReserveSetting] switch
    {
        null or "" => null,
        var text when int.TryParse(text, out var megabytes) && megabytes >= 0 => (long)megabytes << 20,
        var text => throw new SettingException($"{ReserveSetting} is '{text}': it must be a whole number of megabytes, 0 or more."),
    };

    [LoggerMessage(1201, LogLevel.Error, "The disk of {Folder} is nearly full: {Free} MB are free and {Reserve} MB are kept in reserve, so no new runs are taken")]
    private partial void LogLow(string folder, long free, long reserve);

    [LoggerMessage(1202, LogLevel.Information, "The disk of {Folder} has room again, {Free} MB: runs are taken")]
    private partial void LogWell(string folder, long free);

    [LoggerMessage(1203, LogLevel.Warning, "How full the disk of {Folder} is cannot be told: {Reason}")]
    private partial void LogBlind(string folder, string reason);
}

/// <summary>So much is free, and so much must be before runs are taken again.</summary>
public sealed record DiskShortage(long Free, long Needed)
{
    public const string Code = "LOW_DISK";

    public string Message =>
        $"The server's disk is nearly full: {Free >> 20:N0} MB are free, and new runs are taken when {Needed >> 20:N0} MB are. Make room on it, or keep fewer runs; " +
        "the server then goes on by itself. Runs that were accepted before are not lost.";
}

/// <summary>The bytes of a disk.</summary>
public readonly record struct DiskSpace(long Free, long Total);

/// <summary>Measures the disk that a folder is on.</summary>
public delegate DiskSpace MeasureDisk(string folder);
