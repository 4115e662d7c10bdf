using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A text of a workflow that is being worked on, by whoever edits it; gone when it is published. What it was before each change is kept, to go back to.</summary>
public sealed class WorkflowDraft
{
    public required string WorkflowId { get; init; }

    /// <summary>The version that it was made from.</summary>
    public required int Base { get; set; }

    /// <summary>The change that the text is of; 0 for that of the version.</summary>
    public int Position { get; set; }

    /// <summary>Goes up with each change, undo and redo, so that nobody changes what they have not seen.</summary>
    public int Revision { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<WorkflowDraft>
    {
        public void Configure(EntityTypeBuilder<WorkflowDraft> draft)
        {
            draft.ToTable("WorkflowDrafts");
            draft.HasKey(d => d.WorkflowId);
            draft.Property(d => d.WorkflowId).HasMaxLength(Workflow.MaxId).IsUnicode(false);
            draft.Property(d => d.Revision).IsConcurrencyToken();
            draft.HasOne<Workflow>().WithOne().HasForeignKey<WorkflowDraft>(d => d.WorkflowId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>A text that a draft had, and what was done to get there.</summary>
public sealed class DraftChange
{
    public const int MaxWhat = 200;

    public required string WorkflowId { get; init; }

    /// <summary>From 1, in the order of the changes.</summary>
    public required int Number { get; init; }

    public required string Text { get; init; }

    public required string What { get; init; }

    public required string? By { get; init; }

    public required DateTime At { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<DraftChange>
    {
        public void Configure(EntityTypeBuilder<DraftChange> change)
        {
            change.ToTable("DraftChanges");
            change.HasKey(c => new { c.WorkflowId, c.Number });
            change.Property(c => c.WorkflowId).HasMaxLength(Workflow.MaxId).IsUnicode(false);
            change.Property(c => c.What).HasMaxLength(MaxWhat);
            change.Property(c => c.By).HasMaxLength(WorkscriptDb.MaxActor);
            change.HasOne<WorkflowDraft>().WithMany().HasForeignKey(c => c.WorkflowId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
