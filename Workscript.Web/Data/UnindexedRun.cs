using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A run that ended, or came to rest, and is not in the full-text index as it is now. Written with that end, so that none is forgotten.</summary>
public sealed class UnindexedRun
{
    public long Number { get; init; }

    public required string RunId { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<UnindexedRun>
    {
        public void Configure(EntityTypeBuilder<UnindexedRun> run)
        {
            run.ToTable("UnindexedRuns");
            run.HasKey(r => r.Number);
            // No foreign key: a run that is deleted first is passed over.
            run.Property(r => r.RunId).HasMaxLength(32).IsUnicode(false);
        }
    }
}
