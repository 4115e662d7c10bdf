using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Support;

/// <summary>A world that answers requests with what it was given, one after the other, the last again and again: an answer, why there is none, or how long there is none.</summary>
internal sealed class AnsweringHost(params object[] answers) : NodeHost
{
    public List<HttpCall> Calls { get; } = [];

    public LeapingClock Clock { get; } = new(DateTimeOffset.Parse("2026-03-01T00:00:00Z"));

    public override TimeProvider Time => Clock;

    public override Markup Markup { get; } = new WebMarkup();

    /// <summary>What has the files and the tables, for nodes that need them.</summary>
    public NodeHost? Behind { get; init; }

    public override FileFolder Files => Behind?.Files ?? base.Files;

    public override ResourceShelf Resources => Behind?.Resources ?? base.Resources;

    public override DataTables Tables => Behind?.Tables ?? base.Tables;

    public override KeyStore Store => Behind?.Store ?? base.Store;

    /// <summary>The middle, where a spread pause is as long as it is written.</summary>
    public override double NextRandom() => 0.5;

    public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation)
    {
        Calls.Add(call);
        return answers[Math.Min(Calls.Count, answers.Length) - 1] switch
        {
            HttpAnswer answer => Task.FromResult(answer),
            TimeSpan silence => BeSilentAsync(silence, cancellation),
            var failure => Task.FromException<HttpAnswer>((Exception)failure),
        };
    }

    public override Task<Value> RunScriptAsync(ScriptCall call, CancellationToken cancellation) => Task.FromResult(Value.Null);

    private static async Task<HttpAnswer> BeSilentAsync(TimeSpan silence, CancellationToken cancellation)
    {
        await Task.Delay(silence, cancellation);
        throw new NodeException("TIMEOUT", "Nobody answered");
    }
}
