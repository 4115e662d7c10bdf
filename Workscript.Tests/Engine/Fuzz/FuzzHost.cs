using System.Text;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>A world that answers anything, at once; files and tables are a server's.</summary>
internal sealed class FuzzHost(Chance chance, NodeHost world) : NodeHost
{
    private readonly LeapingClock _clock = new(DateTimeOffset.Parse("2026-11-24T08:34:31Z"));
    private readonly ValueMaker _values = new(chance);

    public override TimeProvider Time => _clock;

    public override Markup Markup { get; } = new WebMarkup();

    public override FileFolder Files => world.Files;

    public override ResourceShelf Resources => world.Resources;

    public override DataTables Tables => world.Tables;

    public override KeyStore Store => world.Store;

    public override SeenItems? Seen => world.Seen;

    public override ValueMap Variables { get; } = ValueMap.Of("X", "x");

    public override double NextRandom() => chance.Fraction();

    public override Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation)
    {
        if (chance.OneIn(5))
        {
            throw new NodeException("CONNECTION", "There is no connection");
        }

        var type = chance.Of(["application/json", "text/html; charset=utf-8", "text/xml; charset=nope", "text/plain; charset=latin1", ""]);
        var body = chance.OneIn(2) ? Json.Write(_values.Any()) : chance.Of(Corpus.Formats);
        return Task.FromResult(new HttpAnswer(chance.Of([200, 204, 301, 404, 429, 503]), "OK", [new("content-type", type), new("retry-after", "1")], Encoding.UTF8.GetBytes(body), call.Url, false));
    }

    public override Task<Value> RunScriptAsync(ScriptCall call, CancellationToken cancellation) =>
        chance.OneIn(4) ? throw new ScriptException("It throws", 1) : Task.FromResult(chance.OneIn(4) ? Value.Missing : _values.Any());
}
