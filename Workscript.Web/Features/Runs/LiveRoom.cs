namespace Workscript.Web.Features.Runs;

/// <summary>
/// The latest pieces of one run, for all who watch its page, and a signal that there are more. Who falls further behind than it remembers reads
/// the database instead, so a slow watcher costs no memory.
/// </summary>
internal sealed class LiveRoom
{
    private const int MostPieces = 16;

    private readonly Lock _lock = new();
    private readonly Queue<LivePiece> _pieces = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;
    private bool _isOver;

    public CancellationTokenSource Empty { get; } = new();

    public int Guests { get; set; }

    /// <summary>Says up to which step the database has what came before the first piece.</summary>
    public void Begin(long position)
    {
        lock (_lock)
        {
            _position = position;
            Signal();
        }
    }

    public void Add(RunBatch batch)
    {
        lock (_lock)
        {
            var piece = new LivePiece(_position, batch);
            _position = piece.Until;
            _pieces.Enqueue(piece);
            if (_pieces.Count > MostPieces)
            {
                _pieces.Dequeue();
            }

            Signal();
        }
    }

    /// <summary>Nothing follows, not even the end of the run.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOver = true;
            Signal();
        }
    }

    /// <summary>
    /// What follows a step. Where there is no piece, the database has what follows up to <c>Until</c>, if that is later than the step; else
    /// <c>Changed</c> says when there is more.
    /// </summary>
    public (LivePiece? Piece, long Until, bool IsOver, Task Changed) LookAfter(long seen)
    {
        lock (_lock)
        {
            foreach (var piece in _pieces)
            {
                if (piece.Until > seen || piece.IsEnd)
                {
                    return piece.After > seen ? (null, piece.After, false, _changed.Task) : (piece, piece.Until, false, _changed.Task);
                }
            }

            return (null, _position, _isOver, _changed.Task);
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
