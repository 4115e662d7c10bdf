using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>Any values, the kinds that workflows have more often than the rest.</summary>
internal sealed class ValueMaker(Chance chance)
{
    private static readonly string[] Names = ["a", "b", "n", "id", "name", "text", "items", "price", "at", "tags", "a.b", "x y", "", "__proto__", "length", "0"];

    public string Name() => chance.OneIn(8) ? chance.Of(Corpus.Awkward) : chance.Of(Names);

    public string Text() => chance.Below(4) switch
    {
        0 => chance.Of(Corpus.Texts),
        1 => TextMutator.Change(chance, chance.Of(Corpus.Texts), Corpus.Texts),
        _ => chance.Of(Names),
    };

    public Value Any(int depth = 3) => chance.Below(depth > 0 ? 9 : 6) switch
    {
        0 => Value.Null,
        1 => chance.OneIn(2),
        2 or 3 => Number(),
        4 or 5 => Text(),
        6 => List(depth),
        7 => Rows(),
        _ => Map(depth),
    };

    public Value Number() => chance.Below(3) switch
    {
        0 => chance.Of(Corpus.Numbers),
        1 => chance.Between(-20, 100),
        _ => Math.Round(chance.Fraction() * 1000, 2),
    };

    public Value List(int depth = 3) => ValueList.Of(chance.Some(6, () => Any(depth - 1)));

    /// <summary>A list of maps of one shape, mostly.</summary>
    public Value Rows()
    {
        var names = chance.Some(4, Name);
        return ValueList.Of(chance.Some(8, () => chance.OneIn(12) ? Any(1) : Row(names)));
    }

    public Value Map(int depth = 3)
    {
        var map = new ValueMap.Builder();
        foreach (var name in chance.Some(5, Name))
        {
            map.Set(name, Any(depth - 1));
        }

        return map.Build();
    }

    private Value Row(string[] names)
    {
        var row = new ValueMap.Builder();
        foreach (var name in names)
        {
            row.SetIfPresent(name, chance.OneIn(10) ? Value.Missing : Any(1));
        }

        return row.Build();
    }
}
