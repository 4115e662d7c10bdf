using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Flow;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>The catalogue, with an ear for what its nodes throw and do not declare. The interpreter would make an error edge of it, and nobody would hear.</summary>
internal sealed class WatchedNodes
{
    public WatchedNodes() => Catalog = new([.. NodeCatalog.Standard.Nodes.Select(Watched)]);

    public NodeCatalog Catalog { get; }

    /// <summary>What a node threw in the run that is going on.</summary>
    public Exception? Thrown { get; set; }

    // These two are known to the interpreter by their types.
    private INode Watched(INode node) => node switch
    {
        ForEachNode or ParallelNode => node,
        PureNode pure => new WatchedPureNode(this, pure),
        _ => new WatchedNode(this, node),
    };

    private bool Note(Exception e)
    {
        if (e is not (NodeException or ExpressionException or ValueLimitException or OperationCanceledException))
        {
            Thrown = e;
        }

        return false;
    }

    private sealed class WatchedPureNode(WatchedNodes watch, PureNode node) : PureNode
    {
        public override NodeInfo Info => node.Info;

        protected internal override Outcome Execute(NodeContext context)
        {
            try
            {
                return node.Execute(context);
            }
            catch (Exception e) when (watch.Note(e))
            {
                throw;
            }
        }
    }

    private sealed class WatchedNode(WatchedNodes watch, INode node) : INode
    {
        public NodeInfo Info => node.Info;

        public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
        {
            try
            {
                return await node.ExecuteAsync(context, cancellation);
            }
            catch (Exception e) when (watch.Note(e))
            {
                throw;
            }
        }
    }
}
