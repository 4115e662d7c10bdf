using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>One text that a workflow had, byte for byte as it was saved. Never changes: a run belongs to it.</summary>
public sealed class WorkflowVersion
{
    public const int MaxNote = 500;

    private WorkflowVersion()
    {
    }

    internal WorkflowVersion(string workflowId, int number, string text, string? note, string? by, DateTime now)
    {
        WorkflowId = workflowId;
        Number = number;
        Text = text;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        Note = note is { Length: > 0 } ? Texts.Shorten(note, MaxNote) : null;
        CreatedBy = by;
        CreatedAt = now;
    }

    public string WorkflowId { get; private set; } = "";

    public int Number { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Of the text in UTF-8, in lower-case hexadecimal.</summary>
    public string Sha256 { get; private set; } = "";

    public string? Note { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public string? CreatedBy { get; private set; }

    internal sealed class Mapping : IEntityTypeConfiguration<WorkflowVersion>
    {
        public void Configure(EntityTypeBuilder<WorkflowVersion> version)
        {
            version.ToTable("WorkflowVersions");
            version.HasKey(v => new { v.WorkflowId, v.Number });
            version.Property(v => v.WorkflowId).HasMaxLength(Workflow.MaxId).IsUnicode(false);
            version.Property(v => v.Sha256).HasMaxLength(64).IsUnicode(false);
            version.Property(v => v.Note).HasMaxLength(MaxNote);
            version.Property(v => v.CreatedBy).HasMaxLength(WorkscriptDb.MaxActor);
        }
    }
}
