using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>A chart as <c>report</c> keeps it: <c>{ type, title, xTitle, yTitle, labels, series: [{ name, values }] }</c>. A gap is null.</summary>
internal static class ReportChart
{
    private const int MostPoints = 200_000;
    private const int MostSeries = 12;
    private const int LongestLabel = 200;
    private const int LookedAt = 100;

    private static readonly string[] Names = ["type", "title", "xTitle", "yTitle", "labels", "series"];
    private static readonly string[] SeriesNames = ["name", "values"];

    public static ReportMade Of(NodeContext context, string type, ValueList items)
    {
        var label = context["label"].AsText ?? FirstLabel(items);
        string[]? wanted = context["values"] switch
        {
            { AsList: { } list } => [.. list.Select(Coerce.Text)],
            { AsText: { } one } => [one],
            _ => null,
        };
        var fields = wanted ?? Numbers(items, label);
        var areNumbers = fields.Length == 0 && items.Any(item => !Number(item).IsNull);
        if (fields.Length == 0 && !areNumbers && items.Count > 0)
        {
            return new(null, "There is nothing to draw: no member of the items is a number. Name those to draw in values", "NOTHING_TO_DRAW");
        }

        if (fields.Length > MostSeries)
        {
            return new(null, $"A chart shows at most {MostSeries} series, and these are {fields.Length}: name those to draw in values", "TOO_LARGE");
        }

        if ((long)items.Count * Math.Max(1, fields.Length) > MostPoints)
        {
            return new(null, $"A chart shows at most {MostPoints:N0} points: summarize the items first, or limit them", "TOO_LARGE");
        }

        Value[] series = areNumbers ? [Series("value", items, [])] : Array.ConvertAll(fields, field => Series(field, items, wanted is null ? [field] : ValuePath.Names(field)));
        return new(ValueMap.Of(Names, type, context.Text("title", ""), context.Text("xTitle", ""), context.Text("yTitle", ""), Labels(items, label), ValueList.Of(series)));
    }

    private static Value Series(string name, ValueList items, string[] path)
    {
        var values = new Value[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Number(ValuePath.Read(items[i], path));
        }

        return ValueMap.Of(SeriesNames, name, ValueList.Of(values));
    }

    private static ValueList Labels(ValueList items, string? label)
    {
        var path = label is null ? null : ValuePath.Names(label);
        var labels = new Value[items.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = path is null ? Value.Of((i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)) : Label(ValuePath.Read(items[i], path));
        }

        return ValueList.Of(labels);
    }

    private static Value Label(Value value)
    {
        var text = value.IsNullOrMissing ? "" : Coerce.Text(value);
        return text.Length <= LongestLabel ? text : string.Concat(text.AsSpan(0, LongestLabel), "…");
    }

    /// <summary>A number, or a text that is written as one; anything else is a gap.</summary>
    private static Value Number(Value value) => value switch
    {
        { IsNumber: true } => value,
        { AsText: { } text } when Coerce.Trim(text).Length > 0 => Value.Of(Coerce.Number(text)),
        _ => Value.Null,
    };

    private static string? FirstLabel(ValueList items)
    {
        foreach (var item in items.Take(LookedAt))
        {
            foreach (var (name, value) in item.AsMap ?? ValueMap.Empty)
            {
                if (!value.IsNullOrMissing && value is { AsList: null, AsMap: null } && Number(value).IsNull)
                {
                    return name;
                }
            }
        }

        return items.Count > 0 && items[0].AsMap?.Contains("name") == true ? "name" : null;
    }

    private static string[] Numbers(ValueList items, string? label)
    {
        var found = new List<string>();
        foreach (var item in items.Take(LookedAt))
        {
            foreach (var (name, value) in item.AsMap ?? ValueMap.Empty)
            {
                if (name != label && value.IsNumber && !found.Contains(name, StringComparer.Ordinal))
                {
                    found.Add(name);
                }
            }
        }

        return [.. found];
    }
}
