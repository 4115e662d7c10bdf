using Workscript.Engine.Execution;
using Workscript.Web.Data;
using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// The records that an earlier process left of a run. A run asks for them in the order in which it made them, so they are read a page at a
/// time; those passed over, as parallel steps may, are kept until they are asked for.
/// </summary>
internal sealed class RunReplay
{
    private readonly string _runId;
    private readonly RecordPages _pages;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<StepKey, StepRecord> _passedOver = [];
    private Queue<StepRecord> _page = new();
    private long _last;
    private bool _isRead;

    private RunReplay(string runId, RecordPages pages, TimeProvider time, long count, CancellationToken cancellation)
    {
        _runId = runId;
        _pages = pages;
        _time = time;
        _cancellation = cancellation;
        Count = count;
    }

    public long Count { get; }

    /// <summary>About how much of the database those that were read so far take.</summary>
    public long Bytes { get; private set; }

    public static async Task<RunReplay> OpenAsync(string runId, RecordPages pages, TimeProvider time, CancellationToken cancellation) =>
        new(runId, pages, time, await DatabaseAbsence.OutlastAsync(() => pages.CountAsync(runId, cancellation), time, cancellation), cancellation);

    public StepRecord? Find(StepKey key)
    {
        if (_passedOver.Remove(key, out var found))
        {
            return found;
        }

        while (Next() is { } record)
        {
            if (record.Key == key)
            {
                return record;
            }

            _passedOver.Add(record.Key, record);
        }

        return null;
    }

    private StepRecord? Next()
    {
        if (_page.Count == 0 && !_isRead)
        {
            // The engine asks for a record as for something in memory, which the page is for all but its first.
            var rows = DatabaseAbsence.OutlastAsync(() => _pages.ReadAsync(_runId, _last, RecordPages.MostRecords, _cancellation), _time, _cancellation).GetAwaiter().GetResult();
            _page = new(rows.Select(RecordText.Record));
            Bytes += rows.Sum(row => row.Size + OldRuns.BytesOfRecord);
            _last = rows.Count > 0 ? rows[^1].Sequence : _last;
            _isRead = rows.Count == 0;
        }

        return _page.TryDequeue(out var record) ? record : null;
    }
}
