using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>Documents by the grammar of the language: every node of the catalogue with any parameters, edges, loops, jumps, options.</summary>
internal sealed class DocumentMaker(Chance chance)
{
    private static readonly IReadOnlyList<INode> Nodes = NodeCatalog.Standard.Nodes;

    private static readonly string[] Places = ["$.a", "$.b", "$.n", "$.items", "$.map.a", "$.list", "$.text", "$.a.b.c.d", "$.x-y", "$", "$.items[0]"];

    private static readonly string[] Texts = ["$.a", "$.n", "$.items", "$.list", "$.map", "$.text", "$.missing", "$input", "items", "a", "name", "n"];

    private static readonly string[] Names = ["a", "b", "n", "id", "name", "text", "items", "list", "map", "price", "items[0].n", "map.a", "files/a.txt", "utf-8", "x y"];

    private readonly ValueMaker _values = new(chance);
    private readonly ExpressionMaker _expressions = new(chance);

    /// <summary>A whole document.</summary>
    public string Document()
    {
        var document = Head().Set("workflow", Steps(depth: 3));
        return Json.Write(document.Build());
    }

    /// <summary>A document of one step, whose config has mostly the right kinds of values, and data that it may be about.</summary>
    public string Single()
    {
        var node = chance.Of(Nodes).Info;
        var step = ValueMap.Of(node.Id, Config(node, depth: 0, wild: 40));
        return Json.Write(Head().Set("workflow", ValueList.Of(step)).Build());
    }

    private ValueMap.Builder Head()
    {
        var document = new ValueMap.Builder().Set("id", "fuzz").Set("name", "Fuzz").Set("version", "1.0.0").Set("initialState", State());
        if (chance.OneIn(6))
        {
            document.Set("settings", Settings());
        }

        if (chance.OneIn(10))
        {
            document.Set("inputs", ValueMap.Of(_values.Name(), ValueMap.Of(["type", "default"], chance.Of(["string", "number", "array", "nope"]), _values.Any(1))));
        }

        return document;
    }

    private ValueMap State() => new ValueMap.Builder()
        .Set("a", _values.Any())
        .Set("b", _values.Any(1))
        .Set("n", _values.Number())
        .Set("text", _values.Text())
        .Set("items", chance.OneIn(8) ? _values.Any() : _values.Rows())
        .Set("list", chance.OneIn(8) ? _values.Any() : _values.List())
        .Set("map", _values.Map())
        .Build();

    private ValueMap Settings()
    {
        var settings = new ValueMap.Builder();
        settings.Set("maxLoops", chance.Of([1, 5, 50, 0]));
        settings.Set("maxSteps", chance.Of([1, 100, 1_000]));
        settings.Set("onError", chance.Of(["fail", "continue", "nope"]));
        settings.Set("timeout", chance.Of<Value>(["1s", "1h", 5, "soon"]));
        return settings.Build();
    }

    private Value Steps(int depth) => ValueList.Of((Value[])[Step(depth), .. chance.Some(4, () => Step(depth))]);

    private Value Step(int depth)
    {
        if (chance.OneIn(6))
        {
            return ValueMap.Of(chance.Of(Places), chance.OneIn(3) ? ValueMap.Of(["value", "success?"], Text(), Route(depth)) : Text());
        }

        var node = chance.Of(Nodes).Info;
        var key = chance.OneIn(6) ? $"{node.Id}..." : node.Id;
        return chance.OneIn(8) ? key : ValueMap.Of(key, Config(node, depth, wild: 6));
    }

    /// <summary>A config; one parameter in <paramref name="wild"/> has a value of any kind.</summary>
    private ValueMap Config(NodeInfo node, int depth, int wild)
    {
        var config = new ValueMap.Builder();
        foreach (var parameter in node.Parameters)
        {
            if (!chance.OneIn(parameter.Required ? 30 : 3))
            {
                config.Set(parameter.Name, chance.OneIn(wild) ? _values.Any() : Of(parameter));
            }
        }

        foreach (var edge in node.Edges.Where(_ => depth > 0 && chance.OneIn(2)))
        {
            config.Set($"{edge.Name}?", Route(depth - 1));
        }

        if (chance.OneIn(8))
        {
            Options(config);
        }

        return config.Build();
    }

    private void Options(ValueMap.Builder config)
    {
        switch (chance.Below(5))
        {
            case 0:
                config.Set("@retry", ValueMap.Of(["attempts", "delay"], chance.Between(0, 4), "1s"));
                break;
            case 1:
                config.Set("@timeout", "5s");
                break;
            case 2:
                config.Set("@disabled", chance.OneIn(2));
                break;
            case 3:
                config.Set("@pin", ValueMap.Of(["edge", "data"], "success", _values.Any(2)));
                break;
            default:
                config.Set(_values.Name(), _values.Any(1));
                break;
        }
    }

    private Value Route(int depth) => chance.Below(depth > 0 ? 6 : 3) switch
    {
        0 => Value.Null,
        1 => chance.Of(Nodes).Info.Id,
        2 => chance.Of(Places),
        3 => Step(depth - 1),
        _ => Steps(depth - 1),
    };

    private Value Of(ParameterInfo parameter) => parameter.Kind switch
    {
        ParameterKind.Text => chance.Below(3) switch
        {
            0 => parameter.Placeholder ?? chance.Of(Names),
            1 => chance.Of(Names),
            _ => Text(),
        },
        ParameterKind.LongText => chance.OneIn(2) ? chance.Of(Corpus.Formats) : TextMutator.Change(chance, chance.Of(Corpus.Formats), Corpus.Formats),
        ParameterKind.Json => chance.OneIn(2) ? _values.Any(2) : Text(),
        ParameterKind.Number or ParameterKind.Integer => chance.Below(4) switch
        {
            0 => "$.n",
            1 => _values.Number(),
            _ => chance.Between(0, 8),
        },
        ParameterKind.Switch => chance.OneIn(2),
        ParameterKind.Choice => chance.Of(parameter.Choices),
        ParameterKind.List => chance.OneIn(2) ? chance.Of(["$.items", "$.list", "$.a"]) : chance.OneIn(2) ? _values.Rows() : _values.List(),
        ParameterKind.Rows => ValueList.Of((Value[])[Row(parameter.Columns), .. chance.Some(3, () => Row(parameter.Columns))]),
        ParameterKind.Map => chance.OneIn(2) ? "$.map" : _values.Map(),
        ParameterKind.Expression => chance.OneIn(4) ? chance.Of(Corpus.Expressions) : _expressions.Expression(),
        ParameterKind.Path => chance.OneIn(8) ? chance.Of(Corpus.Awkward) : chance.Of(Names),
        ParameterKind.Duration => chance.OneIn(5) ? chance.Of<Value>([-1, "soon", 1e300, ""]) : chance.Of<Value>(["1s", "5m", 10, "1h 30m"]),
        ParameterKind.Date => chance.Of(Corpus.Dates),
    };

    private Value Row(IReadOnlyList<ParameterInfo> columns)
    {
        var row = new ValueMap.Builder();
        foreach (var column in columns.Where(_ => !chance.OneIn(8)))
        {
            row.Set(column.Name, chance.OneIn(20) ? _values.Any(1) : Of(column));
        }

        return row.Build();
    }

    private Value Text() => chance.Below(8) switch
    {
        0 => _expressions.Template(),
        1 => $"{{{{= {_expressions.Expression(3)} }}}}",
        2 => _expressions.Pattern(),
        3 => chance.Of(Corpus.Formats),
        4 => chance.Of(Corpus.Dates),
        5 or 6 => chance.Of(Texts),
        _ => _values.Text(),
    };
}
