using System.Text;
using Workscript.Engine.Nodes;

namespace Workscript.Engine.Definitions;

/// <summary>JSON text to a checked definition and its program, or to findings that say what is wrong and where.</summary>
public static class WorkflowReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static Reading Read(string text, NodeCatalog catalog) => Read(Encoding.UTF8.GetBytes(text), catalog);

    public static Reading Read(ReadOnlyMemory<byte> utf8, NodeCatalog catalog)
    {
        var text = utf8.Span.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
        var diagnostics = new DiagnosticList(text);
        if (new DocumentParser(text, diagnostics).Parse() is not { } root)
        {
            return new(null, null, diagnostics.InOrder());
        }

        var definition = new HeadReader(diagnostics).Read(root);
        var steps = root.Member("workflow") is { } workflow ? new StepReader(catalog, diagnostics).Read(workflow) : null;
        var isValid = definition is not null && steps is not null && !diagnostics.HasErrors;
        return new(definition, isValid ? new Program(definition!, steps!.Value.Steps, steps.Value.Count) : null, diagnostics.InOrder());
    }
}
