namespace Workscript.Tests.Support;

/// <summary>A clock that leaps ahead by what it is asked to wait.</summary>
internal sealed class LeapingClock(DateTimeOffset now) : TimeProvider
{
    public TimeSpan Slept { get; private set; }

    public override DateTimeOffset GetUtcNow() => now + Slept;

    public override long GetTimestamp() => Slept.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Slept += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
