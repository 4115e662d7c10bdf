namespace Workscript.Web.Data;

/// <summary>How work goes on that must not fail because the database is away for a while.</summary>
internal static class DatabaseAbsence
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Does work that may be done more than once, until the database is there for it.</summary>
    public static async Task<T> OutlastAsync<T>(Func<Task<T>> work, TimeProvider time, CancellationToken cancellation)
    {
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (DatabaseCause.IsAway(failure))
            {
                await Task.Delay(pause, time, cancellation);
            }
        }
    }
}
