using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>The server's side of the engine's port.</summary>
public sealed partial class WebNodeHost(GuardedHttp http, TimeProvider time, ILogger<WebNodeHost> logger) : NodeHost
{
    public override TimeProvider Time => time;

    public override Markup Markup { get; } = new WebMarkup();

    public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation) => http.SendAsync(call, cancellation);

    // The line is in the run's records; here it only counts, because it may hold anything the workflow has in its state.
    public override void Log(string runId, LogLine line) => LogWritten(runId, line.Level);

    [LoggerMessage(Level = Microsoft.Extensions.Logging.LogLevel.Trace, Message = "Run {RunId} logged a line of level {Level}")]
    private partial void LogWritten(string runId, Engine.Nodes.LogLevel level);
}
