using System.Linq.Expressions;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;
using Workscript.Web.Features.Api;

namespace Workscript.Web.Features.Workflows;

/// <summary>A workflow with its current text, byte for byte as it was saved. Warnings and hints are there when it was just saved.</summary>
public sealed record WorkflowAnswer(
    string Id, string Name, string? Description, int Version, bool Paused, DateTime CreatedAt, DateTime UpdatedAt, string? CreatedBy,
    RawJson Definition, IReadOnlyList<Diagnostic>? Findings = null)
{
    public static WorkflowAnswer Of(Workflow workflow, string text, IReadOnlyList<Diagnostic>? findings = null) => new(
        workflow.Id, workflow.Name, workflow.Description, workflow.Version, workflow.IsPaused, workflow.CreatedAt, workflow.UpdatedAt, workflow.CreatedBy,
        new(text), findings);
}

/// <summary>A workflow as lists show it.</summary>
public sealed record WorkflowListItem(string Id, string Name, string? Description, int Version, bool Paused, DateTime CreatedAt, DateTime UpdatedAt)
{
    public static Expression<Func<Workflow, WorkflowListItem>> Of { get; } = workflow => new(
        workflow.Id, workflow.Name, workflow.Description, workflow.Version, workflow.IsPaused, workflow.CreatedAt, workflow.UpdatedAt);
}

/// <summary>One text that a workflow had. The definition is left out in lists.</summary>
public sealed record VersionAnswer(int Version, string Sha256, string? Note, DateTime CreatedAt, string? CreatedBy, RawJson? Definition = null);

/// <summary>Whether a definition can run, and everything that was found in it.</summary>
public sealed record ValidationAnswer(bool Valid, IReadOnlyList<Diagnostic> Errors);

/// <summary>A definition, and for a new version why it was made.</summary>
public sealed record DefinitionRequest(RawJson Definition, string? Note = null);
