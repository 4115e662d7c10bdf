using Workscript.Web.Data;

namespace Workscript.Web.Live;

/// <summary>What a watcher of a run sees: its records in order, without gap or repetition, then its end. Shared by all watchers.</summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>A record, and everything before it, is on disk.</summary>
    public sealed record Recorded(RunRecord Record) : RunEvent
    {
        private readonly Lock _lock = new();
        private string? _text;

        /// <summary>The event as a message, written once for all who watch.</summary>
        public string TextOf(Func<RunRecord, string> write)
        {
            lock (_lock)
            {
                return _text ??= write(Record);
            }
        }
    }

    /// <summary>The run is over; nothing follows.</summary>
    public sealed record Ended(Run Run) : RunEvent;
}
