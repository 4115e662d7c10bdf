namespace Workscript.Engine.Execution;

/// <summary>
/// How long a run works, and when it must stop. Waiting does not count: a wait moves the deadline. The clock is read once for each step, and the
/// timer that interrupts a slow step is made only for steps that can be interrupted, since most runs have none.
/// </summary>
internal sealed class RunClock : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly double _ticksPerStamp;
    private readonly DateTime _startedAt;
    private TimeSpan _waited;
    private CancellationTokenSource? _deadline;

    public RunClock(TimeProvider time, TimeSpan timeout, CancellationToken cancellation)
    {
        _time = time;
        _start = time.GetTimestamp();
        _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
        _startedAt = time.GetUtcNow().UtcDateTime;
        Timeout = timeout;
        Cancellation = cancellation;
    }

    private RunClock(RunClock run, CancellationToken cancellation)
    {
        (_time, _start, _ticksPerStamp, _startedAt, _waited) = (run._time, run._start, run._ticksPerStamp, run._startedAt, run._waited);
        (Timeout, Last, Cancellation) = (run.Timeout, run.Last, cancellation);
    }

    public TimeSpan Timeout { get; }

    /// <summary>Cancels the run, or the branch, from outside.</summary>
    public CancellationToken Cancellation { get; }

    public TimeSpan Elapsed => new((long)((_time.GetTimestamp() - _start) * _ticksPerStamp));

    /// <summary>When <see cref="Tick"/> last looked.</summary>
    public TimeSpan Last { get; private set; }

    public bool IsOver => Last - _waited > Timeout;

    /// <summary>Looks how long the run has gone on.</summary>
    public TimeSpan Tick() => Last = Elapsed;

    public DateTime At(TimeSpan elapsed) => _startedAt + elapsed;

    /// <summary>The opposite of <see cref="At"/>; before the run was resumed, less than nothing.</summary>
    public TimeSpan Since(DateTime time) => time - _startedAt;

    /// <summary>The clock of a branch of this run.</summary>
    public RunClock Branch(CancellationToken cancellation) => new(this, cancellation);

    /// <summary>Branches that ran at once waited as long as the one that waited longest.</summary>
    public void Join(RunClock branch) => _waited = branch._waited > _waited ? branch._waited : _waited;

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

    /// <summary>Waits for something without its counting as work.</summary>
    public async Task WaitAsync(Func<Task> wait)
    {
        var from = Elapsed;
        await wait().WaitAsync(Cancellation);
        _waited += Elapsed - from;
        _deadline?.Dispose();
        _deadline = null;
    }

    public void Dispose() => _deadline?.Dispose();
}
