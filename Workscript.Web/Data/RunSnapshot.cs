using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>The state of a run after one of its steps, kept so that nobody need fold all changes from the first. May be deleted at any time.</summary>
public sealed class RunSnapshot
{
    public required string RunId { get; init; }

    /// <summary>The record after which it is the state.</summary>
    public required long Sequence { get; init; }

    /// <summary>The state, as compressed JSON.</summary>
    public required byte[] State { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<RunSnapshot>
    {
        public void Configure(EntityTypeBuilder<RunSnapshot> snapshot)
        {
            snapshot.ToTable("RunSnapshots");
            snapshot.HasKey(s => new { s.RunId, s.Sequence });
            snapshot.Property(s => s.RunId).HasMaxLength(32).IsUnicode(false);
            snapshot.Property(s => s.Sequence).ValueGeneratedNever();
            snapshot.HasOne<Run>().WithMany().HasForeignKey(s => s.RunId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
