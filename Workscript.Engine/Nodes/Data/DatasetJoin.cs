using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Joins two lists for <c>compareDatasets</c>: the second is indexed once, then each item of the first finds its matches.</summary>
internal sealed class DatasetJoin
{
    /// <summary>Pairs that may match: of two lists of thousands in which everything matches there are millions.</summary>
    public const int MostPairs = 5_000_000;

    private readonly FieldReader[] _match1;
    private readonly FieldReader[] _match2;
    private readonly FieldSelection? _selection1;
    private readonly FieldSelection? _selection2;
    private readonly string _conflicts;
    private int _pairs;

    private DatasetJoin(NodeContext context, ValueList matchFields)
    {
        _match1 = [.. matchFields.Select(row => new FieldReader(Coerce.Text(row["field1"])))];
        _match2 = [.. matchFields.Select(row => new FieldReader(Coerce.Text(row["field2"])))];
        _selection1 = SelectionOf(context["input1Fields"]);
        _selection2 = SelectionOf(context["input2Fields"]);
        _conflicts = context.Text("resolveConflicts", "prefer_input1");
    }

    /// <summary>How many items of the first list have found a match.</summary>
    public int Matched { get; private set; }

    public static DatasetJoin? From(NodeContext context, string mode, out string problem)
    {
        problem = $"mode \"{mode}\" requires matchFields to be a non-empty array";
        if (context["matchFields"].AsList is not { Count: > 0 } rows)
        {
            return null;
        }

        problem = "Each matchField must have field1 and field2 properties";
        return rows.All(row => Coerce.Truth(row["field1"]) && Coerce.Truth(row["field2"])) ? new(context, rows) : null;
    }

    /// <summary>The items that the mode makes; null when too many pairs match.</summary>
    public ValueList? Apply(string mode, ValueList input1, ValueList input2)
    {
        var matches = new MatchIndex(input2, _match2);
        var result = new List<Value>();
        foreach (ref readonly var item in input1.AsSpan())
        {
            var first = matches.First(item, _match1);
            Matched += first < 0 ? 0 : 1;
            if (mode == "enrich")
            {
                result.Add(first < 0 ? Members(item, null) : Enriched(item, matches, first));
            }
            else if (mode == "keep_matches")
            {
                AddJoined(result, item, matches, first);
            }
            else if (first < 0)
            {
                result.Add(_selection1 is null ? item : _selection1.Pick(item));
            }

            if (_pairs > MostPairs)
            {
                return null;
            }
        }

        return ValueList.Of(result);
    }

    private ValueMap Enriched(Value item1, MatchIndex matches, int first)
    {
        var enriched = new EnrichedItem(Members(item1, null), _conflicts);
        for (var place = first; place >= 0 && _pairs++ <= MostPairs; place = matches.Next(place))
        {
            enriched.Add(Members(matches[place], _selection2));
        }

        return enriched.Build();
    }

    private void AddJoined(List<Value> result, Value item1, MatchIndex matches, int first)
    {
        for (var place = first; place >= 0 && _pairs++ <= MostPairs; place = matches.Next(place))
        {
            var joined = ValueMap.Builder.From(Members(item1, _selection1));
            var members = Members(matches[place], _selection2);
            for (var i = 0; i < members.Count; i++)
            {
                joined.Set(members.Names[i], members.Values[i]);
            }

            result.Add(joined.Build());
        }
    }

    private static ValueMap Members(Value item, FieldSelection? selection) => selection?.Pick(item) ?? item.AsMap ?? ValueMap.Empty;

    private static FieldSelection? SelectionOf(Value names) => Coerce.Truth(names) ? new(FieldNames.Of(names)) : null;
}
