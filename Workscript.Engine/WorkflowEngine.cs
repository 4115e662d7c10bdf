using Workscript.Engine.Definitions;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;

namespace Workscript.Engine;

/// <summary>
/// The front door: reads a document with all its findings, and runs what it read. Thread-safe; one engine serves any number of runs.
/// </summary>
/// <example>
/// <code>
/// var engine = new WorkflowEngine();
/// var reading = engine.Read(File.ReadAllText("hello.json"));
/// var result = await engine.RunAsync(reading.Program!);
/// </code>
/// </example>
public sealed class WorkflowEngine(NodeCatalog? catalog = null, NodeHost? host = null)
{
    private readonly NodeHost _host = host ?? new NodeHost();

    public NodeCatalog Catalog { get; } = catalog ?? NodeCatalog.Standard;

    /// <summary>Reads and checks a document. Bad input is never an exception: it is in the reading's diagnostics.</summary>
    public Reading Read(string text) => WorkflowReader.Read(text, Catalog);

    /// <summary>As <see cref="Read(string)"/>, of UTF-8 text.</summary>
    public Reading Read(ReadOnlyMemory<byte> utf8) => WorkflowReader.Read(utf8, Catalog);

    /// <summary>Runs a program to its end. A run fails by its result; only what the journal throws comes out as an exception.</summary>
    public Task<RunResult> RunAsync(Program program, RunOptions? options = null, CancellationToken cancellation = default) =>
        Interpreter.RunAsync(program, options ?? new RunOptions(), _host, cancellation);
}
