using Workscript.Engine.Values;

namespace Workscript.Engine.Schemas;

/// <summary>One check of a value against a schema, keyword by keyword. This part is about keywords that look at the value itself.</summary>
internal sealed partial class SchemaCheck(SchemaIndex index, int most)
{
    // A schema that refers to itself without going deeper into the value would go on for ever.
    private const int MostDepth = 400;

    // A schema that branches at each level of a value tries more and more; a large value is no fault of the schema.
    private const int WorkOfAny = 2_000_000;
    private const int WorkOfByte = 4;

    private readonly List<Uri> _resources = [index.Root];
    private readonly List<string> _path = [];
    private readonly SchemaPatterns _patterns = new();
    private List<SchemaError> _errors = [];
    private int _depth;
    private long _work;

    public IReadOnlyList<SchemaError> Errors => _errors;

    public void Run(Value schema, Value value)
    {
        _work = WorkOfAny + (value.Weight * WorkOfByte);
        Check(schema, value, Below());
    }

    private bool Check(Value schema, Value value, Evaluated? evaluated)
    {
        if (schema.AsMap is not { } map)
        {
            return schema.Kind == ValueKind.Boolean
                ? schema.IsTrue || Wrong("Nothing is allowed here", value)
                : throw new SchemaException($"{schema} in the schema stands where a schema belongs");
        }

        if (++_depth > MostDepth || --_work < 0)
        {
            throw new SchemaException("The schema refers to itself without end, or asks for too much work");
        }

        var around = _resources[^1];
        var own = index.BaseOf(schema, around);
        var enters = own != around;
        if (enters)
        {
            _resources.Add(own);
        }

        var fits = CheckKeywords(map, value, evaluated);
        if (enters)
        {
            _resources.RemoveAt(_resources.Count - 1);
        }

        _depth--;
        return fits;
    }

    private bool CheckKeywords(ValueMap schema, Value value, Evaluated? evaluated)
    {
        var fits = CheckAssertions(schema, value);
        fits &= CheckRequired(schema, value);
        fits &= CheckReferences(schema, value, evaluated);
        fits &= CheckCombinations(schema, value, evaluated);
        fits &= CheckConditions(schema, value, evaluated);
        fits &= value.AsMap is not { } members || CheckMembers(schema, members, evaluated);
        fits &= value.AsList is not { } items || CheckItems(schema, items, evaluated);
        return fits;
    }

    private bool CheckAssertions(ValueMap schema, Value value)
    {
        var fits = true;
        foreach (var (keyword, wanted) in schema)
        {
            fits &= SchemaAssertions.Problem(keyword, wanted, value, _patterns) is not { } problem || Wrong(problem, value);
        }

        return fits;
    }

    private bool CheckRequired(ValueMap schema, Value value)
    {
        if (value.AsMap is not { } members)
        {
            return true;
        }

        var fits = CheckPresent(schema["required"], members, "Required field is missing");
        foreach (var (trigger, needed) in schema["dependentRequired"].AsMap ?? ValueMap.Empty)
        {
            fits &= !members.Contains(trigger) || CheckPresent(needed, members, $"Required field is missing: '{trigger}' needs it");
        }

        return fits;
    }

    private bool CheckPresent(Value names, ValueMap members, string message)
    {
        var fits = true;
        foreach (var name in names.AsList ?? ValueList.Empty)
        {
            if (name.AsText is { } text && !members.Contains(text))
            {
                fits = At(text, () => Wrong(message, Value.Missing));
            }
        }

        return fits;
    }

    private bool CheckReferences(ValueMap schema, Value value, Evaluated? evaluated)
    {
        var fits = true;
        if (schema["$ref"].AsText is { } reference)
        {
            fits = CheckIn(index.Resolve(reference, _resources[^1]), value, evaluated);
        }

        if (schema["$dynamicRef"].AsText is { } late)
        {
            fits &= CheckIn(ResolveLate(late), value, evaluated);
        }

        return fits;
    }

    /// <summary>As a plain reference, unless that leads to a <c>$dynamicAnchor</c>: then to the outermost resource on the way here that has it too.</summary>
    private (Value Schema, Uri Base) ResolveLate(string reference)
    {
        var plain = index.Resolve(reference, _resources[^1]);
        var hash = reference.IndexOf('#');
        var anchor = hash < 0 ? "" : reference[(hash + 1)..];
        if (plain.Schema["$dynamicAnchor"].AsText != anchor)
        {
            return plain;
        }

        foreach (var resource in _resources)
        {
            if (index.Dynamic(resource, anchor) is { IsMissing: false } outermost)
            {
                return (outermost, resource);
            }
        }

        return plain;
    }

    private bool CheckIn((Value Schema, Uri Base) target, Value value, Evaluated? evaluated)
    {
        _resources.Add(target.Base);
        var fits = CheckInPlace(target.Schema, value, evaluated);
        _resources.RemoveAt(_resources.Count - 1);
        return fits;
    }

    /// <summary>Checks the same value against a part of the schema; what that looked at counts if the value fits it.</summary>
    private bool CheckInPlace(Value schema, Value value, Evaluated? evaluated)
    {
        var seen = evaluated is null ? null : new Evaluated();
        var fits = Check(schema, value, seen);
        if (fits && seen is not null)
        {
            evaluated!.Add(seen);
        }

        return fits;
    }

    /// <summary>As <see cref="CheckInPlace"/>, without a word of what is wrong.</summary>
    private bool Fits(Value schema, Value value, Evaluated? evaluated)
    {
        var errors = _errors;
        _errors = [];
        var fits = CheckInPlace(schema, value, evaluated);
        _errors = errors;
        return fits;
    }

    private bool CheckCombinations(ValueMap schema, Value value, Evaluated? evaluated)
    {
        var fits = true;
        foreach (var part in schema["allOf"].AsList ?? ValueList.Empty)
        {
            fits &= CheckInPlace(part, value, evaluated);
        }

        // Each is tried, also after one that fits: what it looks at counts too.
        if (schema["anyOf"].AsList is { } any && Count(any, value, evaluated) == 0)
        {
            fits = Wrong($"The value fits none of the {any.Count} schemas of anyOf", value);
        }

        if (schema["oneOf"].AsList is { } one && Count(one, value, evaluated) is var count and not 1)
        {
            fits = Wrong($"The value fits {(count == 0 ? "none" : count)} of the {one.Count} schemas of oneOf; it must fit exactly one", value);
        }

        if (schema.TryGet("not", out var not) && Fits(not, value, evaluated is null ? null : new()))
        {
            fits = Wrong("The value fits a schema that it must not fit", value);
        }

        return fits;
    }

    private int Count(ValueList schemas, Value value, Evaluated? evaluated)
    {
        var count = 0;
        foreach (var schema in schemas)
        {
            count += Fits(schema, value, evaluated) ? 1 : 0;
        }

        return count;
    }

    private bool CheckConditions(ValueMap schema, Value value, Evaluated? evaluated)
    {
        var fits = true;
        if (schema.TryGet("if", out var condition))
        {
            var branch = schema[Fits(condition, value, evaluated) ? "then" : "else"];
            fits = branch.IsMissing || CheckInPlace(branch, value, evaluated);
        }

        foreach (var (trigger, part) in schema["dependentSchemas"].AsMap ?? ValueMap.Empty)
        {
            fits &= value.AsMap?.Contains(trigger) != true || CheckInPlace(part, value, evaluated);
        }

        return fits;
    }

    private bool At(string name, Func<bool> check)
    {
        _path.Add(name);
        var fits = check();
        _path.RemoveAt(_path.Count - 1);
        return fits;
    }

    private bool Wrong(string message, Value value)
    {
        if (_errors.Count < most)
        {
            _errors.Add(new(_path.Count == 0 ? "__root__" : string.Join('.', _path), message, value));
        }

        return false;
    }
}
