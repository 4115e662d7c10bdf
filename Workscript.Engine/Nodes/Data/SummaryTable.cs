using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>The groups of <c>summarize</c>, in the order in which they turn up: a row each, and what is summed up in it.</summary>
internal sealed class SummaryTable
{
    private readonly Summary[] _summaries;
    private readonly FieldReader[] _splitBy;
    private readonly ItemKeys _keys;
    private readonly string[] _names;
    private readonly int[] _places;
    private Summary.Sum[] _sums = [];
    private int[] _counts = [];

    public SummaryTable(Summary[] summaries, string[] splitBy, bool dotted, bool skipsMissing)
    {
        _summaries = summaries;
        _splitBy = [.. splitBy.Select(field => new FieldReader(field, dotted))];
        _keys = new ItemKeys(splitBy.Length, skipsMissing ? MissingPart.HasNoKey : MissingPart.IsNull);

        // Of members with one name the last counts, in the place of the first.
        string[] written = [.. summaries.Select(summary => summary.Name), "_itemCount", .. splitBy];
        _names = [.. written.Distinct()];
        _places = [.. written.Select(name => Array.IndexOf(_names, name))];
    }

    public int Count { get; private set; }

    public void Add(Value item)
    {
        var group = _keys.Add(item, _splitBy);
        if (group < 0)
        {
            return;
        }

        if (group == Count)
        {
            MakeRoom();
        }

        _counts[group]++;
        var sums = _sums.AsSpan(group * _summaries.Length, _summaries.Length);
        for (var i = 0; i < sums.Length; i++)
        {
            _summaries[i].Add(ref sums[i], item);
        }
    }

    public ValueMap Row(int group)
    {
        var values = new Value[_names.Length];
        for (var i = 0; i < _summaries.Length; i++)
        {
            values[_places[i]] = _summaries[i].Result(_sums[(group * _summaries.Length) + i]);
        }

        values[_places[_summaries.Length]] = _counts[group];
        var parts = _keys.Parts(group);
        for (var i = 0; i < parts.Length; i++)
        {
            values[_places[_summaries.Length + 1 + i]] = parts[i];
        }

        return ValueMap.Of(_names, values);
    }

    /// <summary>The values that the group is about, in one text.</summary>
    public string Name(int group) =>
        _splitBy.Length == 0 ? "all" : string.Join("::", _keys.Parts(group).Select(part => part.AsText ?? "__null__"));

    private void MakeRoom()
    {
        if (++Count > _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(4, _counts.Length * 2));
            Array.Resize(ref _sums, _counts.Length * _summaries.Length);
        }
    }
}
