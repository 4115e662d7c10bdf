using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Features.Runs;
using Workscript.Web.NodeHosting.Scripts;

namespace Workscript.Web.NodeHosting;

/// <summary>The server's side of the engine's port.</summary>
public sealed partial class WebNodeHost(
    GuardedHttp http, DataFiles files, StoredResources resources, StoredTables tables, StoredKeys store, StoredSeenItems seen, Lazy<ChildRuns> runs,
    Lazy<Callbacks> callbacks, ScriptPool scripts, TimeProvider time, ILogger<WebNodeHost> logger) : NodeHost
{
    public override TimeProvider Time => time;

    public override Markup Markup { get; } = new WebMarkup();

    public override FileFolder Files => files;

    public override ResourceShelf Resources => resources;

    public override DataTables Tables => tables;

    public override KeyStore Store => store;

    public override SeenItems Seen => seen;

    public override string CallbackUrl(string runId) => callbacks.Value.UrlOf(runId);

    public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation) => http.SendAsync(call, cancellation);

    public override Task<Value> RunScriptAsync(ScriptCall call, CancellationToken cancellation) => scripts.RunAsync(call, cancellation);

    public override Task<ChildRun> RunWorkflowAsync(ChildRunCall call, CancellationToken cancellation) => runs.Value.RunAsync(call, cancellation);

    // The line is in the run's records; here it only counts, because it may hold anything the workflow has in its state.
    public override void Log(string runId, LogLine line) => LogWritten(runId, line.Level);

    [LoggerMessage(Level = Microsoft.Extensions.Logging.LogLevel.Trace, Message = "Run {RunId} logged a line of level {Level}")]
    private partial void LogWritten(string runId, Engine.Nodes.LogLevel level);
}
