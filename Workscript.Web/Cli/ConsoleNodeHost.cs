using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.NodeHosting;
using Workscript.Web.NodeHosting.Scripts;

namespace Workscript.Web.Cli;

/// <summary>The world of a run on the command line: the same guarded HTTP, files, tables and scripts as the server's, and a log that one reads.</summary>
internal sealed class ConsoleNodeHost(GuardedHttp http, DataFiles files, StoredResources resources, StoredTables tables, StoredKeys store, ScriptPool scripts, bool quiet) : NodeHost
{
    public override Markup Markup { get; } = new WebMarkup();

    public override FileFolder Files => files;

    public override ResourceShelf Resources => resources;

    public override DataTables Tables => tables;

    public override KeyStore Store => store;

    public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation) => http.SendAsync(call, cancellation);

    public override Task<Value> RunScriptAsync(ScriptCall call, CancellationToken cancellation) => scripts.RunAsync(call, cancellation);

    public override Task<ChildRun> RunWorkflowAsync(ChildRunCall call, CancellationToken cancellation) =>
        throw new NodeException("NOT_AVAILABLE", "Only the server runs other workflows: start it with 'workscript serve', and run this one there");

    public override void Log(string runId, LogLine line)
    {
        if (!quiet)
        {
            Console.Error.WriteLine($"{Word(line.Level),-7} {line.Message.AsText ?? line.Message.ToString()}");
        }
    }

    private static string Word(Engine.Nodes.LogLevel level) => level.ToString().ToLowerInvariant();
}
