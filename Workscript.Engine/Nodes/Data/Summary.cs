using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>What <c>summarize</c> makes of one field of the items of a group.</summary>
internal sealed class Summary
{
    public static readonly string[] Aggregations = ["append", "average", "concatenate", "count", "countUnique", "max", "min", "sum"];

    private readonly FieldReader _field;
    private readonly string _aggregation;
    private readonly string _separator;
    private readonly bool _countsEmpty;

    private Summary(Value row, bool dotted)
    {
        Field = Coerce.Text(row["fieldToAggregate"]);
        Name = Coerce.Text(row["outputFieldName"]);
        _field = new FieldReader(Field, dotted);
        _aggregation = Coerce.Text(row["aggregation"]);
        _separator = row["separator"].IsMissing ? ", " : Coerce.Text(row["separator"]);
        _countsEmpty = Coerce.Truth(row["includeEmptyValues"]);
    }

    public string Field { get; }

    /// <summary>The member of the group's row that the result is.</summary>
    public string Name { get; }

    /// <summary>Reads the rows of <c>fieldsToSummarize</c>; null with the problem when they are none.</summary>
    public static Summary[]? From(Value rows, bool dotted, out string problem)
    {
        problem = "Missing or invalid fieldsToSummarize parameter";
        if (rows.AsList is not { Count: > 0 } list)
        {
            return null;
        }

        foreach (var row in list)
        {
            if (!Coerce.Truth(row["fieldToAggregate"]) || !Coerce.Truth(row["aggregation"]) || !Coerce.Truth(row["outputFieldName"]))
            {
                problem = "Invalid field configuration: fieldToAggregate, aggregation, and outputFieldName are required";
                return null;
            }

            if (!Aggregations.Contains(row["aggregation"].AsText))
            {
                problem = $"Invalid aggregation type: {Coerce.Text(row["aggregation"])}";
                return null;
            }
        }

        return [.. list.Select(row => new Summary(row, dotted))];
    }

    /// <summary>Adds an item to what there is of its group. Numbers are what the values have of one; values without one are left out.</summary>
    public void Add(ref Sum sum, Value item)
    {
        var value = _field.Read(item);
        if (value.IsNullOrMissing)
        {
            AddEmpty(ref sum);
            return;
        }

        switch (_aggregation)
        {
            case "count":
                sum.Count++;
                break;
            case "append":
                Appended(ref sum).Add(value);
                break;
            case "countUnique":
                (sum.Parts as HashSet<Value> ?? (HashSet<Value>)(sum.Parts = new HashSet<Value>())).Add(value);
                break;
            case "concatenate":
                AddText(ref sum, Coerce.Text(value));
                break;
            default:
                AddNumber(ref sum, Coerce.Number(value));
                break;
        }
    }

    public Value Result(in Sum sum) => _aggregation switch
    {
        "count" => sum.Count,
        "append" => ValueList.Of(sum.Parts as List<Value> ?? []),
        "countUnique" => (sum.Parts as HashSet<Value>)?.Count ?? 0,
        "concatenate" => sum.Parts?.ToString() ?? "",
        "sum" => sum.Number,
        _ when sum.Count == 0 => Value.Null,
        "average" => sum.Number / sum.Count,
        _ => sum.Number,
    };

    private void AddEmpty(ref Sum sum)
    {
        if (!_countsEmpty)
        {
            return;
        }

        if (_aggregation == "append")
        {
            Appended(ref sum).Add(Value.Null);
        }
        else if (_aggregation == "count")
        {
            sum.Count++;
        }
    }

    private static List<Value> Appended(ref Sum sum) => sum.Parts as List<Value> ?? (List<Value>)(sum.Parts = new List<Value>());

    private void AddText(ref Sum sum, string part)
    {
        var text = sum.Parts as StringBuilder ?? (StringBuilder)(sum.Parts = new StringBuilder());
        ValueLimits.CheckText((long)text.Length + _separator.Length + part.Length);
        text.Append(sum.Count++ == 0 ? "" : _separator).Append(part);
    }

    private void AddNumber(ref Sum sum, double number)
    {
        if (double.IsNaN(number))
        {
            return;
        }

        var isFirst = sum.Count++ == 0;
        sum.Number = _aggregation switch
        {
            "max" => isFirst ? number : Math.Max(sum.Number, number),
            "min" => isFirst ? number : Math.Min(sum.Number, number),
            _ => sum.Number + number,
        };
    }

    /// <summary>What has been added of one group: how many values, the number they came to, and the values themselves where they matter.</summary>
    internal struct Sum
    {
        public long Count;
        public double Number;
        public object? Parts;
    }
}
