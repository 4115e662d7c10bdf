namespace Workscript.Engine.Nodes;

/// <summary>
/// A kind of step. One class, one file, one line in <see cref="NodeCatalog"/>. An instance is shared by all runs, so it keeps no state.
/// It answers every foreseeable failure with <see cref="Outcome.Fail(string, string?)"/>; what it throws ends the run unless the step names an
/// <c>error?</c> edge.
/// </summary>
public interface INode
{
    NodeInfo Info { get; }

    ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation);

    /// <summary>The effect of this one execution, by its config: of a node that reads and writes, reading has none.</summary>
    NodeEffect EffectOf(NodeContext context) => Info.Effect;
}

/// <summary>A node that only computes: it waits for nothing and reaches for nothing outside the run.</summary>
public abstract class PureNode : INode
{
    public abstract NodeInfo Info { get; }

    ValueTask<Outcome> INode.ExecuteAsync(NodeContext context, CancellationToken cancellation) => new(Execute(context));

    /// <summary>Executes the node on the spot. It must not answer with <see cref="Outcome.Waiting"/>.</summary>
    protected internal abstract Outcome Execute(NodeContext context);
}
