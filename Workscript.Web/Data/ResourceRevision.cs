using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>One content that a resource had. Never changes.</summary>
public sealed class ResourceRevision
{
    private ResourceRevision()
    {
    }

    internal ResourceRevision(string resourceId, int number, string checksum, long size, string? runId, DateTime now)
    {
        ResourceId = resourceId;
        Number = number;
        Checksum = checksum;
        Size = size;
        RunId = runId;
        CreatedAt = now;
    }

    public string ResourceId { get; private set; } = "";

    public int Number { get; private set; }

    public string Checksum { get; private set; } = "";

    public long Size { get; private set; }

    /// <summary>The run that wrote it, where one did. It may be gone by now.</summary>
    public string? RunId { get; private set; }

    public DateTime CreatedAt { get; private set; }

    internal sealed class Mapping : IEntityTypeConfiguration<ResourceRevision>
    {
        public void Configure(EntityTypeBuilder<ResourceRevision> revision)
        {
            revision.ToTable("ResourceRevisions");
            revision.HasKey(r => new { r.ResourceId, r.Number });
            revision.Property(r => r.ResourceId).HasMaxLength(32).IsUnicode(false);
            revision.Property(r => r.Checksum).HasMaxLength(64).IsUnicode(false);
            revision.Property(r => r.RunId).HasMaxLength(32).IsUnicode(false);
            // Asked before a content is deleted: another revision may have the same.
            revision.HasIndex(r => r.Checksum);
        }
    }
}
