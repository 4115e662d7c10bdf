using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Schemas;

/// <summary>Documents with one or two things in them made wrong, or just different. The same seed gives the same ones.</summary>
internal sealed class DocumentMutations(int seed)
{
    private static readonly Value[] OtherValues = [.. new[]
    {
        "null", "7", "-1", "1.5", "true", "\"\"", "\"x\"", "[]", "{}", "[[]]", "[\"log\"]", "\"log\"", "\"log...\"", "\"nope\"", "\"$.x\"", "\"$.x-y\"", "\"5m\"", "\"soon\"",
        "{\"log\":{}}", "{\"log\":{},\"empty\":{}}", "{\"nope\":{}}", "{\"$.x\":1}", "{\"$x\":1}", "{\"attempts\":2}", "{\"edge\":\"success\"}", "{\"edge\":\"error\",\"changes\":{\"$.a.b\":1}}", "{\"edge\":\"x\",\"changes\":{\"a-b\":1}}", "\"retry\"", "\"skip\"", "{\"attempts\":0}", "{\"type\":\"number\",\"default\":\"x\"}", "{\"type\":\"nope\"}",
    }.Select(text => Json.Read(text))];

    private static readonly string[] OtherNames =
    [
        "message", "my message", "x?", "x y?", "?", "success?", "error?", "@name", "@nmae", "@retry", "@timeout", "@disabled", "@pin", "@onInterrupted", "@", "log", "log...", "logic", "nope", "nope...",
        "$.x", "$.x.y", "$.x-y", "$", "$x", "value", "retry...", "id", "name", "version", "workflow", "inputs", "settings", "timeout", "maxSteps", "onError", "concurrency", "concurrencyKey", "onConflict", "onFailure", "keep", "edge", "changes", "type", "default", "$schema",
    ];

    private readonly Random _random = new(seed);

    public string Of(string document)
    {
        var value = Json.Read(document);
        for (var i = _random.Next(1, 3); i > 0; i--)
        {
            value = Change(value);
        }

        return Json.Write(value);
    }

    private Value Change(Value value)
    {
        if (value.AsMap is { Count: > 0 } map && _random.Next(6) > 0)
        {
            return Change(map);
        }

        if (value.AsList is { Count: > 0 } list && _random.Next(6) > 0)
        {
            var at = _random.Next(list.Count);
            return ValueList.Of(list.Select((item, i) => i == at ? Change(item) : item).ToArray());
        }

        return Any(OtherValues);
    }

    private Value Change(ValueMap map)
    {
        var chosen = map.Names[_random.Next(map.Count)];
        return _random.Next(8) switch
        {
            0 => map.Without(chosen),
            1 => map.With(Any(OtherNames), Any(OtherValues)),
            2 => Renamed(map, chosen),
            _ => map.With(chosen, Change(map[chosen])),
        };
    }

    private Value Renamed(ValueMap map, string old)
    {
        var renamed = new ValueMap.Builder();
        var fresh = Any(OtherNames);
        foreach (var (name, value) in map)
        {
            renamed.Set(name == old ? fresh : name, value);
        }

        return renamed.Build();
    }

    private T Any<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
