using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>The journal of one run, on top of the server's writer.</summary>
internal sealed class RunJournal(string runId, JournalWriter writer, TimeProvider time, Action failed) : IJournal
{
    // A record larger than this waits for its commit, so that what is on its way to the disk stays small whatever the workflows do.
    private const int LargeFrom = 64 * 1024;

    // A snapshot costs about as much disk as a tenth of the state; so the snapshots of a run cost about as much as its records.
    private const int SmallState = 64 * 1024;
    private const int StatePerRecorded = 8;

    private readonly Lock _lock = new();
    private RunReplay? _replay;
    private long _sinceSnapshot;
    private long _appended;
    private long _committed;
    private long _bytes;
    private TaskCompletionSource? _flushed;
    private bool _isParked;

    // Steps that have begun and have no record: those found so, those in the middle of an effect, and what the others wait for.
    private readonly Dictionary<StepKey, OpenStep> _opened = [];
    private readonly HashSet<StepKey> _inEffect = [];
    private readonly Dictionary<string, TaskCompletionSource<WaitAnswer>> _answers = [];

    /// <summary>Why the journal takes nothing more.</summary>
    public Exception? Failure { get; private set; }

    public long Recorded => _replay?.Count ?? 0;

    public bool TakesAnswers => true;

    /// <summary>Whether steps of the run may still be open on disk.</summary>
    public bool HasOpenSteps
    {
        get
        {
            lock (_lock)
            {
                return _opened.Count > 0;
            }
        }
    }

    /// <summary>About how much of the database the run's records take.</summary>
    public long Bytes => (_replay?.Bytes ?? 0) + _bytes;

    public StepRecord? Find(StepKey key) => _replay?.Find(key);

    public OpenedStep? FindOpened(StepKey key)
    {
        lock (_lock)
        {
            return _opened.TryGetValue(key, out var step) ? new(step.Attempt, step.OpenedAt, step.Waits ? WaitOf(step) : null) : null;
        }
    }

    /// <summary>Gives it what an earlier process left, before the run goes on.</summary>
    public void Resume(RunReplay replay, IEnumerable<OpenStep> opened)
    {
        _replay = replay;
        foreach (var step in opened)
        {
            _opened.Add(KeyOf(step), step);
        }
    }

    public async ValueTask AppendAsync(StepRecord record, CancellationToken cancellation)
    {
        ThrowIfFailed();
        var row = RecordText.Row(runId, record);
        if (!(row.Packed is { } packed ? writer.Takes(packed.Length) : writer.Takes(row.Changes, row.Output, row.Logs)))
        {
            throw new RecordTooLargeException($"What step {row.Path} left behind is larger than the database takes in one row");
        }

        var entry = new JournalEntry.Recorded(row, this, Close(record.Key));
        await writer.WriteAsync(entry, cancellation);
        _appended = record.Sequence;
        _sinceSnapshot += entry.Characters;
        _bytes += row.Size + OldRuns.BytesOfRecord;
        if (entry.Characters > LargeFrom)
        {
            await WhenCommittedAsync(cancellation);
        }

        lock (_lock)
        {
            _inEffect.Remove(record.Key);
            ThrowIfParked();
        }
    }

    public async ValueTask BeginEffectAsync(StepKey key, int attempt, bool mayRepeat, CancellationToken cancellation)
    {
        if (!mayRepeat)
        {
            await OpenAsync(key, OpenStep.Effect(runId, key, attempt, Now), cancellation);
        }

        await WhenCommittedAsync(cancellation);
        lock (_lock)
        {
            ThrowIfParked();
            _inEffect.Add(key);
        }
    }

    public bool Offer(long sequence, State state)
    {
        // What is replayed has its snapshots already.
        if (sequence <= Recorded || state.Weight > SmallState + (StatePerRecorded * _sinceSnapshot))
        {
            return true;
        }

        // While records wait for room a snapshot would take it from them.
        if (!writer.HasRoom || !writer.TryWrite(new JournalEntry.Snapshotted(Snapshots.Of(runId, sequence, state.ToMap()), this)))
        {
            return false;
        }

        _sinceSnapshot = 0;
        return true;
    }

    public async ValueTask<Wait> BeginWaitAsync(StepKey key, int attempt, Outcome.Waiting waiting, CancellationToken cancellation)
    {
        var step = OpenStep.Waiting(runId, key, attempt, waiting, Now);
        lock (_lock)
        {
            _inEffect.Remove(key);
        }

        await OpenAsync(key, step, cancellation);
        lock (_lock)
        {
            return WaitOf(step);
        }
    }

    /// <summary>Tells a step that waits, and so is still in memory, what it was answered.</summary>
    public void Answer(OpenStep answered)
    {
        lock (_lock)
        {
            // It may have come to another point since: then the answer was for the one before.
            if (_opened.TryGetValue(KeyOf(answered), out var step) && step.Kind == answered.Kind && step.Attempt == answered.Attempt)
            {
                AnswerTo(answered.Fingerprint).TrySetResult(AnswerOf(answered));
            }
        }
    }

    /// <summary>Returns when everything appended is on disk.</summary>
    public async Task WhenCommittedAsync(CancellationToken cancellation)
    {
        Task flushed;
        lock (_lock)
        {
            ThrowIfFailed();
            if (_committed >= _appended)
            {
                return;
            }

            _flushed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            flushed = _flushed.Task;
        }

        await flushed.WaitAsync(cancellation);
    }

    /// <summary>Ends the run before its next step, as if the process had ended. Answers whether it is in steps whose effects must not be cut off.</summary>
    public bool Park()
    {
        lock (_lock)
        {
            _isParked = true;
            return _inEffect.Count > 0;
        }
    }

    public void Committed(long sequence)
    {
        lock (_lock)
        {
            _committed = sequence;
            if (_committed >= _appended)
            {
                _flushed?.TrySetResult();
                _flushed = null;
            }
        }
    }

    public void Fail(Exception failure)
    {
        lock (_lock)
        {
            Failure ??= failure;
            _flushed?.TrySetException(Refused(failure));
            _flushed = null;
        }

        failed();
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Writes that the step has begun, or has come to another point, and returns when that is on disk.</summary>
    private async Task OpenAsync(StepKey key, OpenStep step, CancellationToken cancellation)
    {
        ThrowIfFailed();
        bool replaces;
        lock (_lock)
        {
            replaces = !_opened.TryAdd(key, step);
            _opened[key] = step;
            _answers.Remove(step.Fingerprint);
        }

        var entry = new JournalEntry.Opened(step, this, replaces);
        await writer.WriteAsync(entry, cancellation);
        await entry.Written.WaitAsync(cancellation);
    }

    private string? Close(StepKey key)
    {
        lock (_lock)
        {
            if (!_opened.Remove(key, out var step))
            {
                return null;
            }

            _answers.Remove(step.Fingerprint);
            return step.Fingerprint;
        }
    }

    private Wait WaitOf(OpenStep step)
    {
        var answer = AnswerTo(step.Fingerprint);
        if (step.AnsweredAt is not null)
        {
            answer.TrySetResult(AnswerOf(step));
        }

        return new(step.DueAt, step.Edge, OutputOf(step), answer.Task);
    }

    private TaskCompletionSource<WaitAnswer> AnswerTo(string fingerprint)
    {
        if (!_answers.TryGetValue(fingerprint, out var answer))
        {
            _answers.Add(fingerprint, answer = new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return answer;
    }

    private static StepKey KeyOf(OpenStep step) => new(step.Path, step.Occurrence, step.Branch);

    private static WaitAnswer AnswerOf(OpenStep step) => new(step.Edge, OutputOf(step));

    private static Value OutputOf(OpenStep step) => step.Output is null ? Value.Missing : Json.Read(step.Output);

    private void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw Refused(failure);
        }
    }

    private void ThrowIfParked()
    {
        if (_isParked)
        {
            throw new RunParkedException();
        }
    }

    private static JournalException Refused(Exception failure) => new($"The database refused a record of the run: {failure.Message}", failure);
}
