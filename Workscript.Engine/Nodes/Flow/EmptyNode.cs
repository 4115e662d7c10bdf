using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Does nothing: a place to hang an edge on while a workflow is being written.</summary>
internal sealed class EmptyNode : PureNode
{
    private static readonly Value Data = ValueMap.Of("luckyNumber", 13);

    public override NodeInfo Info { get; } = new()
    {
        Id = "empty",
        Family = NodeFamily.Flow,
        Summary = "Do nothing",
        Edges = [new("nothing", "Always") { Data = ["luckyNumber"] }],
        Example = """
            {
              "id": "empty-example",
              "name": "Do nothing",
              "version": "1.0.0",
              "workflow": [{ "empty": { "nothing?": { "log": { "message": "Nothing was done" } } } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context) => Outcome.Take("nothing", Data);
}
