using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>Which records are meant: those whose fields have these values. A field may be a path; null also matches a field that is not there.</summary>
public sealed class RecordQuery(ValueMap fields)
{
    public ValueMap Fields { get; } = fields;

    /// <summary>The id of the one record that can match; missing where any may.</summary>
    public Value Id => Fields["id"];

    public bool Matches(ValueMap record)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            var name = Fields.Names[i];
            var wanted = Fields.Values[i];
            var value = record.TryGet(name, out var member) ? member : ValuePath.Read(record, name);
            if (wanted.IsNull ? !value.IsNullOrMissing : wanted != value)
            {
                return false;
            }
        }

        return true;
    }
}
