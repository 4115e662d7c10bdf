namespace Workscript.Web.Features.Workflows;

/// <summary>A workflow in the table, and the addresses to which its menu posts.</summary>
/// <param name="Post">Makes an address of what is to be done and of the workflow's id.</param>
public sealed record DrawnRow(WorkflowRow Workflow, Func<string, string, string> Post)
{
    public string Do(string handler) => Post(handler, Workflow.Id);
}
