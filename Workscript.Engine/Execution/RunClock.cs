namespace Workscript.Engine.Execution;

/// <summary>
/// How long a run works, and when it must stop. Waiting does not count: a wait moves the deadline. The timer that interrupts a slow step is
/// made only for steps that can be interrupted, since most runs have none.
/// </summary>
internal sealed class RunClock : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly DateTime _startedAt;
    private TimeSpan _waited;
    private CancellationTokenSource? _deadline;

    public RunClock(TimeProvider time, TimeSpan timeout, CancellationToken cancellation)
    {
        _time = time;
        _start = time.GetTimestamp();
        _startedAt = time.GetUtcNow().UtcDateTime;
        Timeout = timeout;
        Cancellation = cancellation;
    }

    public TimeSpan Timeout { get; }

    /// <summary>Cancels the run from outside.</summary>
    public CancellationToken Cancellation { get; }

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    public bool IsOver => Elapsed - _waited > Timeout;

    public DateTime At(TimeSpan elapsed) => _startedAt + elapsed;

    /// <summary>Fires when the run is cancelled or has worked for too long.</summary>
    public CancellationToken Deadline()
    {
        if (_deadline is null)
        {
            _deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var left = Timeout - (Elapsed - _waited);
            _deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return _deadline.Token;
    }

    /// <summary>Waits without its counting as work.</summary>
    public async Task WaitAsync(TimeSpan delay)
    {
        var from = Elapsed;
        await Task.Delay(delay, _time, Cancellation);
        _waited += Elapsed - from;
        _deadline?.Dispose();
        _deadline = null;
    }

    public void Dispose() => _deadline?.Dispose();
}
