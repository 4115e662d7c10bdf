using Workscript.Web.Live;

namespace Workscript.Web.Features.Runs;

/// <summary>The rooms of the runs whose pages are being watched. Each has one reader of the run's records, however many watch.</summary>
public sealed partial class LiveRooms(RunFeed feed, RecordPages pages, TimeProvider clock, ILogger<LiveRooms> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveRoom> _rooms = [];

    /// <summary>Begins to watch a run. Dispose of it.</summary>
    internal Visit Enter(string runId)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(runId, out var room))
            {
                _rooms[runId] = room = new();
                _ = Task.Run(() => FillAsync(runId, room));
            }

            room.Guests++;
            return new(this, runId, room);
        }
    }

    private async Task FillAsync(string runId, LiveRoom room)
    {
        try
        {
            var position = await pages.CountAsync(runId, room.Empty.Token);
            room.Begin(position);
            await foreach (var batch in feed.Watch(runId, position, room.Empty.Token).InBatches(clock, room.Empty.Token))
            {
                room.Add(batch);
            }
        }
        catch (OperationCanceledException) when (room.Empty.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
        catch (Exception failure)
        {
            // Those who watch come back, to a room that tries anew.
            LogBroken(runId, failure);
        }

        Forget(runId, room);
        room.Close();
    }

    private void Leave(string runId, LiveRoom room)
    {
        lock (_lock)
        {
            if (--room.Guests > 0)
            {
                return;
            }
        }

        Forget(runId, room);
        room.Empty.Cancel();
    }

    private void Forget(string runId, LiveRoom room)
    {
        lock (_lock)
        {
            if (_rooms.GetValueOrDefault(runId) == room)
            {
                _rooms.Remove(runId);
            }
        }
    }

    [LoggerMessage(2041, LogLevel.Warning, "The live page of run {RunId} was broken off")]
    private partial void LogBroken(string runId, Exception failure);

    internal sealed record Visit(LiveRooms Rooms, string RunId, LiveRoom Room) : IDisposable
    {
        public void Dispose() => Rooms.Leave(RunId, Room);
    }
}
