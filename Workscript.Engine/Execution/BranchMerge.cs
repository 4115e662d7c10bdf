using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Flow;
using Workscript.Engine.Values;

namespace Workscript.Engine.Execution;

/// <summary>
/// Brings together what the branches of a <c>parallel</c> changed, in the order in which they are written. A place that two of them changed is
/// an error; only the keys in which nodes leave their results, which say nothing of a branch, are the later one's.
/// </summary>
internal sealed class BranchMerge(Program program)
{
    private readonly Dictionary<string, List<(StatePath Path, string Branch)>> _owners = new(StringComparer.Ordinal);
    private readonly List<StateChange> _changes = [];
    private readonly ValueMap.Builder _handedOn = new();
    private Outcome.Failed? _conflict;

    public Outcome Outcome => _conflict ?? Outcome.Take(ParallelNode.Done, _handedOn.Build());

    public IReadOnlyList<StateChange> Changes => _conflict is null ? _changes : [];

    public void Add(string name, Interpreter branch)
    {
        foreach (var path in branch.Changed!)
        {
            if (IsWithinAnother(path, branch.Changed))
            {
                continue;
            }

            if (OwnerOf(path) is { } other && !program.ResultKeys.Contains(path.Root))
            {
                _conflict ??= new($"The branches '{other}' and '{name}' both changed {path}: let each write to a place of its own", "BRANCH_CONFLICT", null);
            }

            Own(path, name);
            _changes.Add(new(path, ValueAt(branch.State, path)));
        }

        _handedOn.SetIfPresent(name, branch.HandedOn);
    }

    /// <summary>The branch that changed this place, or one in it or around it, before.</summary>
    private string? OwnerOf(StatePath path) =>
        _owners.GetValueOrDefault(path.Root)?.Find(owned => owned.Path.Contains(path) || path.Contains(owned.Path)).Branch;

    private void Own(StatePath path, string branch)
    {
        if (!_owners.TryGetValue(path.Root, out var owned))
        {
            _owners.Add(path.Root, owned = []);
        }

        owned.Add((path, branch));
    }

    private static bool IsWithinAnother(StatePath path, HashSet<StatePath> all)
    {
        if (path.Below.Length == 0)
        {
            return false;
        }

        foreach (var other in all)
        {
            if (other.Below.Length < path.Below.Length && other.Contains(path))
            {
                return true;
            }
        }

        return false;
    }

    private static Value ValueAt(State state, StatePath path)
    {
        var value = state[path.Root];
        foreach (var name in path.Below)
        {
            value = value.AsList is not null && int.TryParse(name, out var index) ? value[index] : value[name];
        }

        return value;
    }
}
