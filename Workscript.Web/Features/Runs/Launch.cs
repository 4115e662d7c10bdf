using Workscript.Engine.Definitions;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Runs;

/// <summary>What wanting a run came to.</summary>
public abstract record Launch
{
    private Launch()
    {
    }

    /// <summary>The run that was started, or the one that an earlier request with the same key did. Final when it was waited for, and ended in time.</summary>
    public sealed record Started(Run Run, bool IsRepeat) : Launch;

    /// <summary>There is no such workflow.</summary>
    public sealed record NotFound : Launch;

    /// <summary>The workflow is paused, so that only people run it.</summary>
    public sealed record Paused(string Message) : Launch
    {
        public const string Code = "WORKFLOW_PAUSED";
    }

    /// <summary>The workflow does not take what it was given.</summary>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : Launch
    {
        /// <summary>The place in the definition of the setting that does not take it, where it is not the inputs.</summary>
        public string? Setting { get; init; }
    }

    /// <summary>The key is that of an earlier request, which was for something else.</summary>
    public sealed record KeyReused(Run Earlier) : Launch;

    /// <summary>The disk is nearly full, so that nothing new is taken; what a run starts is part of that run.</summary>
    public sealed record NoRoom(DiskShortage Shortage) : Launch;
}
