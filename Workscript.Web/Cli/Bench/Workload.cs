using System.Text;
using Workscript.Engine;
using Workscript.Engine.Execution;

namespace Workscript.Web.Cli.Bench;

/// <summary>Something to do again and again, and how many steps one time takes.</summary>
internal sealed record Workload(string Name, string Summary, Func<ValueTask<long>> RunAsync)
{
    /// <summary>Runs of a document that is read once.</summary>
    /// <exception cref="UsageException">The document is not valid.</exception>
    public static Workload Of(string name, string summary, ReadOnlyMemory<byte> document)
    {
        var engine = new WorkflowEngine();
        var reading = engine.Read(document);
        var program = reading.Program ?? throw new UsageException(string.Join('\n', reading.Errors.Select(error => WorkflowFile.Describe(name, error))));
        var options = new RunOptions();
        return new(name, summary, async () => (await engine.RunAsync(program, options)).Steps);
    }

    public static Workload Of(string name, string summary, string document) => Of(name, summary, Encoding.UTF8.GetBytes(document));

    /// <summary>Text to program, again and again.</summary>
    public static Workload Reading(string name, string summary, string document)
    {
        var engine = new WorkflowEngine();
        var utf8 = Encoding.UTF8.GetBytes(document);
        return new(name, summary, () => new(engine.Read(utf8).Program!.StepCount));
    }
}
