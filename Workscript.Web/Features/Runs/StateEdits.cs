using System.Text;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Runs;

/// <summary>What was edited in a run before it was tried again, as a run keeps it: <c>[{"after","branch","changes"}]</c>.</summary>
internal static class StateEdits
{
    public static IReadOnlyList<StateEdit> Read(string? text) => text is null
        ? []
        : [.. Json.Read(text).AsList!.Select(edit => new StateEdit((long)edit["after"].AsDouble, edit["branch"].AsText, RecordText.ReadChanges(edit["changes"])))];

    public static string? Write(IReadOnlyCollection<StateEdit> edits)
    {
        if (edits.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder("[");
        foreach (var edit in edits)
        {
            text.Append(text.Length > 1 ? "," : "").Append("""{"after":""").Append(edit.After).Append(""","branch":""");
            Json.Write(text, edit.Branch);
            text.Append(""","changes":""").Append(RecordText.WriteChanges(edit.Changes)).Append('}');
        }

        return text.Append(']').ToString();
    }

    /// <summary>Members to be set, or removed where they are null, as changes.</summary>
    public static IReadOnlyList<StateChange> Of(ValueMap members) =>
        [.. members.Select(member => new StateChange(StatePath.Key(member.Key), member.Value.IsNull ? Value.Missing : member.Value))];

    /// <summary>The changes that make one state of another.</summary>
    public static IReadOnlyList<StateChange> Between(ValueMap before, ValueMap after)
    {
        var changes = before.Where(member => !after.Contains(member.Key)).Select(member => new StateChange(StatePath.Key(member.Key), Value.Missing)).ToList();
        changes.AddRange(after.Where(member => !member.Value.Equals(before[member.Key])).Select(member => new StateChange(StatePath.Key(member.Key), member.Value)));
        return changes;
    }

    public static ValueMap Apply(ValueMap state, IEnumerable<StateChange> changes)
    {
        var edited = new State(state);
        foreach (var change in changes)
        {
            edited.Apply(change);
        }

        return edited.ToMap();
    }
}
