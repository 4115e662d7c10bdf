using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Schemas;

/// <summary>
/// Schemas and values for them, by chance, and of few names and numbers so that they often meet. The same seed gives the same ones. Without
/// unevaluatedItems and unevaluatedProperties, about which Debian's jsonschema is wrong at times.
/// </summary>
internal sealed class SchemaPairs(int seed)
{
    private const int Deepest = 3;

    private static readonly string[] Names = ["a", "b", "ab", "x-1"];
    private static readonly string[] Types = ["null", "boolean", "integer", "number", "string", "array", "object"];
    private static readonly string[] Patterns = ["^a", "b$", "^[a-z]+$", "[0-9]"];
    private static readonly string[] Texts = ["", "a", "ab", "x-1", "béé", "😀", "abcdef"];

    private readonly Random _random = new(seed);

    public Value Schema() => Schema(0).AsMap is { } map && OneIn(3)
        ? map.With("$defs", ValueMap.Of("d", Schema(Deepest - 1))).With("properties", ValueMap.Of(Any(Names), ValueMap.Of("$ref", "#/$defs/d")))
        : Schema(0);

    public Value Instance() => Instance(0);

    private Value Schema(int depth)
    {
        if (depth == Deepest || OneIn(12))
        {
            return OneIn(5) ? Value.Of(OneIn(2)) : ValueMap.Of("type", Any(Types));
        }

        var schema = new ValueMap.Builder();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            Add(schema, depth + 1);
        }

        return schema.Build();
    }

    private void Add(ValueMap.Builder schema, int depth)
    {
        switch (_random.Next(25))
        {
            case 0: schema.Set("type", OneIn(2) ? Any(Types) : List(() => Any(Types), 1, 3, distinct: true)); break;
            case 1: schema.Set("enum", List(() => Instance(Deepest - 1), 1, 4, distinct: true)); break;
            case 2: schema.Set("const", Instance(Deepest - 1)); break;
            case 3: schema.Set(OneIn(2) ? "minimum" : "exclusiveMinimum", Number()); break;
            case 4: schema.Set(OneIn(2) ? "maximum" : "exclusiveMaximum", Number()); break;
            case 5: schema.Set("multipleOf", Any<Value>([1, 2, 3, 0.5])); break;
            case 6: schema.Set(OneIn(2) ? "minLength" : "maxLength", _random.Next(4)); break;
            case 7: schema.Set("pattern", Any(Patterns)); break;
            case 8: schema.Set(OneIn(2) ? "minItems" : "maxItems", _random.Next(4)); break;
            case 9: schema.Set("uniqueItems", OneIn(2)); break;
            case 10: schema.Set("items", Schema(depth)); break;
            case 11: schema.Set("prefixItems", List(() => Schema(depth), 1, 2)); break;
            case 12: schema.Set("contains", Schema(depth)).Set(OneIn(2) ? "minContains" : "maxContains", _random.Next(3)); break;
            case 13: schema.Set("required", List(() => Any(Names), 0, 2, distinct: true)); break;
            case 14: schema.Set(OneIn(2) ? "minProperties" : "maxProperties", _random.Next(4)); break;
            case 15 or 16: schema.Set("properties", Map(() => Schema(depth))); break;
            case 17: schema.Set("patternProperties", ValueMap.Of(Any(Patterns), Schema(depth))); break;
            case 18: schema.Set("additionalProperties", Schema(depth)); break;
            case 19: schema.Set("propertyNames", Schema(depth)); break;
            case 20: schema.Set("dependentRequired", ValueMap.Of(Any(Names), List(() => Any(Names), 1, 2, distinct: true))); break;
            case 21: schema.Set("dependentSchemas", ValueMap.Of(Any(Names), Schema(depth))); break;
            case 22: schema.Set(Any(["allOf", "anyOf", "oneOf"]), List(() => Schema(depth), 1, 3)); break;
            case 23: schema.Set("not", Schema(depth)); break;
            default: schema.Set("if", Schema(depth)).Set(OneIn(2) ? "then" : "else", Schema(depth)); break;
        }
    }

    private Value Instance(int depth) => _random.Next(depth >= Deepest ? 5 : 11) switch
    {
        0 => Value.Null,
        1 => Value.Of(OneIn(2)),
        2 or 3 => Number(),
        4 => Any(Texts),
        5 or 6 => List(() => Instance(depth + 1), 0, 4),
        _ => Map(() => Instance(depth + 1)),
    };

    private Value Number() => Any<Value>([-1, 0, 1, 2, 3, 6, 0.5, 2.5, 1e20]);

    private Value Map(Func<Value> member)
    {
        var map = new ValueMap.Builder();
        for (var i = _random.Next(4); i > 0; i--)
        {
            map.Set(Any(Names), member());
        }

        return map.Build();
    }

    private Value List(Func<Value> item, int least, int most, bool distinct = false)
    {
        var items = Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => item());
        return ValueList.Of((distinct ? items.Distinct() : items).ToArray());
    }

    private bool OneIn(int many) => _random.Next(many) == 0;

    private T Any<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
