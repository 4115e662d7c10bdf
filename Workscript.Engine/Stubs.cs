using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Engine.Values
{
    public sealed class StatePath
    {
        public override string ToString() => "$";
    }

    public static class Json
    {
        public static string Write(Value value) => throw new NotSupportedException();

        public static Value Read(string text) => throw new NotSupportedException();

        public static void Write(System.Text.Json.Utf8JsonWriter writer, Value value) => throw new NotSupportedException();
    }
}

namespace Workscript.Engine.Nodes
{
    public sealed class NodeContext;

    public sealed class NodeCatalog
    {
        public static NodeCatalog Standard => throw new NotSupportedException();

        public IReadOnlyList<INode> Nodes => throw new NotSupportedException();

        public INode? Find(string id) => throw new NotSupportedException();
    }
}

namespace Workscript.Engine.Definitions
{
    public sealed class Program
    {
        public WorkflowDefinition Definition => throw new NotSupportedException();
    }

    public static class WorkflowReader
    {
        public static Reading Read(string text, NodeCatalog catalog) => throw new NotSupportedException();

        public static Reading Read(ReadOnlyMemory<byte> utf8, NodeCatalog catalog) => throw new NotSupportedException();
    }
}

namespace Workscript.Engine.Execution
{
    public static class Interpreter
    {
        public static Task<RunResult> RunAsync(Program program, RunOptions options, NodeHost host, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
