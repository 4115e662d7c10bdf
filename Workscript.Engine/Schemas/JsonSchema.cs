using System.Runtime.CompilerServices;
using Workscript.Engine.Values;

namespace Workscript.Engine.Schemas;

/// <summary>
/// A JSON Schema (draft 2020-12) to check values against: its core, applicator, unevaluated and validation vocabularies. References lead within
/// the schema only: nothing is fetched. <c>format</c> and <c>content*</c> are annotations, as the draft has them by default. Thread-safe.
/// </summary>
public sealed class JsonSchema
{
    private static readonly ConditionalWeakTable<ValueMap, JsonSchema> Known = [];

    private readonly Value _root;
    private readonly SchemaIndex _index;

    private JsonSchema(Value root)
    {
        _root = root;
        _index = new SchemaIndex(root);
    }

    /// <summary>The schema that the value says: a map, or <c>true</c> or <c>false</c>. Of one map in memory it is made once.</summary>
    /// <exception cref="SchemaException">The value is no schema.</exception>
    public static JsonSchema Of(Value schema) => schema.Kind switch
    {
        ValueKind.Map => Known.GetValue(schema.AsMap!, static map => new(map)),
        ValueKind.Boolean => new(schema),
        _ => throw new SchemaException("A JSON Schema is an object, or true or false"),
    };

    /// <summary>What is wrong with the value, at most so many things; nothing when it fits.</summary>
    /// <exception cref="SchemaException">The schema itself is wrong, or asks for too much work.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A pattern takes too long.</exception>
    public IReadOnlyList<SchemaError> Validate(Value value, int most = 1_000)
    {
        var check = new SchemaCheck(_index, most);
        check.Run(_root, value);
        return check.Errors;
    }
}

/// <summary>
/// Why a value does not fit: <paramref name="Field"/> is the dotted path of the member that does not, <c>__root__</c> for the whole, and
/// <paramref name="Value"/> what is there; missing when that is the trouble.
/// </summary>
public sealed record SchemaError(string Field, string Message, Value Value);

/// <summary>A schema that cannot be used, and why.</summary>
public sealed class SchemaException(string message) : Exception(message);
