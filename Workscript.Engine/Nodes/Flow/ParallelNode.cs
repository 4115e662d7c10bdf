namespace Workscript.Engine.Nodes.Flow;

/// <summary>Runs the steps of several edges at once. The interpreter does so: it is about what surrounds a node, which no node knows.</summary>
internal sealed class ParallelNode : INode
{
    public const string Done = "done";

    public NodeInfo Info { get; } = new()
    {
        Id = "parallel",
        Family = NodeFamily.Flow,
        Summary = "Run several branches at once, and go on when all are done",
        Details = "Every edge but `done?` and `error?` is a branch, under a name of your choice. Each works on a copy of the state; when all are done, what they changed is merged in the order in which they are written. A place that two branches changed is an error (`BRANCH_CONFLICT`), except for the keys in which nodes leave their results, such as `fetchResponse`, which are the later branch's. `done?` gets what each branch handed on, by its name. The first branch to fail cancels the others and takes `error?`.",
        NamesOwnEdges = true,
        Edges =
        [
            new(Done, "All branches are done"),
            new("error", "A branch failed, or two changed the same place") { Data = ["error", "code", "path", "node"] },
        ],
        Example = """
            {
              "id": "parallel-example",
              "name": "Two prices at once",
              "version": "1.0.0",
              "initialState": { "amount": 100 },
              "workflow": [
                { "parallel": {
                    "net?": { "$.net": "$.amount / 1.2" },
                    "gross?": { "$.gross": "$.amount * 1.2" },
                    "done?": { "log": { "message": "{{$.net}} to {{$.gross}}" } }
                } }
              ]
            }
            """,
    };

    public ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation) =>
        throw new InvalidOperationException("A parallel is run by the interpreter");
}
