using Workscript.Engine.Nodes;
using Workscript.Web.NodeHosting;

namespace Workscript.Web.Cli;

/// <summary>The world of a run on the command line: the same guarded HTTP as the server's, and a log that one reads.</summary>
internal sealed class ConsoleNodeHost(GuardedHttp http, bool quiet) : NodeHost
{
    public override Markup Markup { get; } = new WebMarkup();

    public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation) => http.SendAsync(call, cancellation);

    public override void Log(string runId, LogLine line)
    {
        if (!quiet)
        {
            Console.Error.WriteLine($"{Word(line.Level),-7} {line.Message.AsText ?? line.Message.ToString()}");
        }
    }

    private static string Word(Engine.Nodes.LogLevel level) => level.ToString().ToLowerInvariant();
}
