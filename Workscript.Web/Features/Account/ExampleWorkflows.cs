using Microsoft.EntityFrameworkCore;
using Workscript.Engine;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Account;

/// <summary>The workflows that a first start offers: they run as they are, without credentials.</summary>
public sealed class ExampleWorkflows(WorkscriptDb db, WorkflowEngine engine, TimeProvider time)
{
    private static readonly string[] Offered = ["order-intake", "lead-scoring"];

    public async Task AddAsync(string? by, CancellationToken cancellation)
    {
        foreach (var name in Offered)
        {
            var text = Workflows.Template.Find(name)!.Text;
            var definition = engine.Read(text).Definition ?? throw new InvalidOperationException($"The example {name} is invalid.");
            if (!await db.Workflows.IgnoreQueryFilters().AnyAsync(workflow => workflow.Id == definition.Id, cancellation))
            {
                db.Workflows.Add(Workflow.Create(definition, text, by, time.GetUtcNow().UtcDateTime));
            }
        }

        await db.SaveChangesAsync(cancellation);
    }
}
