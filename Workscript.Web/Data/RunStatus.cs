namespace Workscript.Web.Data;

/// <summary>queued -> running -> completed, failed or cancelled; running -> waiting -> running. The last three are final.</summary>
public enum RunStatus
{
    Queued,
    Running,
    Waiting,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>What started a run.</summary>
public enum TriggerKind
{
    /// <summary>A person, on a page.</summary>
    Manual,

    /// <summary>A request with an API key.</summary>
    Api,

    /// <summary>The command line.</summary>
    Cli,

    /// <summary>A step of another run.</summary>
    Workflow,

    /// <summary>Somebody who edits the workflow, and tries its draft: pins stand for their steps, and what comes of it is counted nowhere.</summary>
    Test,
}

/// <summary>Which of the queued runs come first; within one workflow and one priority the oldest does.</summary>
public enum RunPriority
{
    /// <summary>Somebody waits for it.</summary>
    Awaited,

    Normal,

    /// <summary>One of many that were asked for at once.</summary>
    Bulk,
}
