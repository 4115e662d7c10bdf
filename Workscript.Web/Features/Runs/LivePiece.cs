namespace Workscript.Web.Features.Runs;

/// <summary>
/// What happened in a run within a moment, for all who watch its page. What is made of it is made by the first of them who needs it, for all; so
/// nothing of that may depend on who it is, nor end with them.
/// </summary>
public sealed class LivePiece(long after, RunBatch batch)
{
    private readonly Lock _lock = new();
    private Task<RunProgress>? _progress;
    private Task<string>? _text;

    /// <summary>The step that it follows.</summary>
    public long After => after;

    /// <summary>Its last step; the one before it when it has none.</summary>
    public long Until { get; } = batch.Steps.Count > 0 ? batch.Steps[^1].Sequence : after;

    public IReadOnlyList<RunStep> Steps => batch.Steps;

    public bool IsEnd => batch.IsEnd;

    public Task<RunProgress> ProgressAsync(Func<Task<RunProgress>> find)
    {
        lock (_lock)
        {
            return _progress ??= find();
        }
    }

    public Task<string> TextAsync(Func<Task<string>> write)
    {
        lock (_lock)
        {
            return _text ??= write();
        }
    }
}
