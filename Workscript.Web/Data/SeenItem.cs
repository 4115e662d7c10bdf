using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>An item that a workflow has met before, by its fingerprint: what <c>removeDuplicates</c> remembers from run to run.</summary>
public sealed class SeenItem
{
    private SeenItem()
    {
    }

    internal SeenItem(string workflowId, string place, string fingerprint, string broughtBy) =>
        (WorkflowId, Place, Fingerprint, BroughtBy) = (workflowId, place, fingerprint, broughtBy);

    /// <summary>Counts up: the first to be forgotten are those with the lowest numbers.</summary>
    public long Number { get; private set; }

    public string WorkflowId { get; private set; } = "";

    /// <summary>SHA-256 of the step's place in the document, in hexadecimal; empty for what all steps of the workflow share.</summary>
    public string Place { get; private set; } = "";

    /// <summary>SHA-256 of what makes the item itself, in hexadecimal.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>SHA-256 of the run and the step's execution in it that met the item first, in hexadecimal.</summary>
    public string BroughtBy { get; private set; } = "";

    internal sealed class Mapping : IEntityTypeConfiguration<SeenItem>
    {
        public void Configure(EntityTypeBuilder<SeenItem> item)
        {
            item.ToTable("SeenItems");
            item.HasKey(i => i.Number);
            item.Property(i => i.WorkflowId).HasMaxLength(Workflow.MaxId).IsUnicode(false);
            item.Property(i => i.Place).HasMaxLength(64).IsUnicode(false);
            item.Property(i => i.Fingerprint).HasMaxLength(64).IsUnicode(false);
            item.Property(i => i.BroughtBy).HasMaxLength(64).IsUnicode(false);
            item.HasIndex(i => new { i.WorkflowId, i.Place, i.Fingerprint }).IsUnique();
            item.HasIndex(i => new { i.WorkflowId, i.Place, i.Number });
        }
    }
}
