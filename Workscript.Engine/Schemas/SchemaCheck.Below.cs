using System.Globalization;
using Workscript.Engine.Values;

namespace Workscript.Engine.Schemas;

/// <summary>The keywords that look at the members of an object and the items of a list.</summary>
internal sealed partial class SchemaCheck
{
    private bool CheckMembers(ValueMap schema, ValueMap members, Evaluated? evaluated)
    {
        var properties = schema["properties"].AsMap ?? ValueMap.Empty;
        var patterns = schema["patternProperties"].AsMap ?? ValueMap.Empty;
        var fits = true;
        foreach (var (name, value) in members)
        {
            fits &= !schema.TryGet("propertyNames", out var ofNames) || At(name, () => Check(ofNames, name, Below()));
            var isNamed = properties.TryGet(name, out var own);
            fits &= !isNamed || At(name, () => Check(own, value, Below()));
            foreach (var (pattern, part) in patterns)
            {
                if (_patterns.IsMatch(pattern, name))
                {
                    isNamed = true;
                    fits &= At(name, () => Check(part, value, Below()));
                }
            }

            if (!isNamed && schema.TryGet("additionalProperties", out var rest))
            {
                isNamed = true;
                fits &= At(name, () => Check(rest, value, Below()));
            }

            if (isNamed)
            {
                evaluated?.Add(name);
            }
        }

        return CheckUnevaluated(schema, members, evaluated) && fits;
    }

    private bool CheckUnevaluated(ValueMap schema, ValueMap members, Evaluated? evaluated)
    {
        var fits = true;
        if (!schema.TryGet("unevaluatedProperties", out var rest))
        {
            return fits;
        }

        foreach (var (name, value) in members)
        {
            if (!evaluated!.Has(name))
            {
                fits &= At(name, () => Check(rest, value, Below()));
                evaluated.Add(name);
            }
        }

        return fits;
    }

    private bool CheckItems(ValueMap schema, ValueList items, Evaluated? evaluated)
    {
        var first = schema["prefixItems"].AsList ?? ValueList.Empty;
        var hasRest = schema.TryGet("items", out var rest);
        var fits = CheckContains(schema, items, evaluated);
        for (var i = 0; i < items.Count; i++)
        {
            if (i >= first.Count && !hasRest)
            {
                break;
            }

            var (part, item) = (i < first.Count ? first[i] : rest, items[i]);
            fits &= At(Name(i), () => Check(part, item, Below()));
            evaluated?.Add(i);
        }

        if (schema.TryGet("unevaluatedItems", out var left))
        {
            for (var i = 0; i < items.Count; i++)
            {
                var item = items[i];
                fits &= evaluated!.Has(i) || At(Name(i), () => Check(left, item, Below()));
            }

            evaluated!.AddAllItems();
        }

        return fits;
    }

    private bool CheckContains(ValueMap schema, ValueList items, Evaluated? evaluated)
    {
        if (!schema.TryGet("contains", out var wanted))
        {
            return true;
        }

        var count = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (Fits(wanted, items[i], Below()))
            {
                count++;
                evaluated?.Add(i);
            }
        }

        var (least, greatest) = (schema["minContains"] is { IsNumber: true } min ? min.AsDouble : 1, schema["maxContains"] is { IsNumber: true } max ? max.AsDouble : double.PositiveInfinity);
        return count >= least && count <= greatest
            || Wrong($"The list has {count} items that fit contains; it must have {(count < least ? $"at least {least}" : $"at most {greatest}")}", items);
    }

    private Evaluated? Below() => index.HasUnevaluated ? new() : null;

    private static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);
}
