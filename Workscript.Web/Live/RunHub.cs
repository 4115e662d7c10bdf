using Workscript.Web.Data;

namespace Workscript.Web.Live;

/// <summary>
/// What is new of one run, for all who watch it: the latest records, and a signal that there are more. Who falls further behind than it
/// remembers reads the database instead, so a slow watcher costs no memory.
/// </summary>
internal sealed class RunHub
{
    private const int MostRecords = 256;
    private const int MostCharacters = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<RunEvent.Recorded> _recent = new();
    private readonly TaskCompletionSource<Run> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _characters;

    /// <summary>Those present, whoever of them is interested in records, and those who only wait for the end.</summary>
    public int Guests { get; set; }

    public int Watchers { get; set; }

    public Task<Run> WhenEnded => _ended.Task;

    public void Publish(RunRecord record)
    {
        lock (_lock)
        {
            _recent.Enqueue(new(record));
            _characters += Size(record);
            while (_recent.Count > 1 && (_recent.Count > MostRecords || _characters > MostCharacters))
            {
                _characters -= Size(_recent.Dequeue().Record);
            }

            Signal();
        }
    }

    public void End(Run run)
    {
        lock (_lock)
        {
            _ended.TrySetResult(run);
            Signal();
        }
    }

    /// <summary>What follows a sequence number. Without <c>News</c>, <c>Changed</c> says when there are some.</summary>
    public (IReadOnlyList<RunEvent.Recorded> News, bool IsGap, Run? Ended, Task Changed) LookAfter(long sequence)
    {
        lock (_lock)
        {
            RunEvent.Recorded[] news = [.. _recent.Where(recorded => recorded.Record.Sequence > sequence)];
            var isGap = news.Length > 0 && news[0].Record.Sequence != sequence + 1;
            return (news, isGap, _ended.Task.IsCompletedSuccessfully ? _ended.Task.Result : null, _changed.Task);
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static int Size(RunRecord record) => (int)record.Size;
}
