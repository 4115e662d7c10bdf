using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A label of a run, as its <c>label</c> steps put it last.</summary>
public sealed class RunLabel
{
    public const int MaxName = 50;
    public const int MaxValue = 200;

    public required string RunId { get; init; }

    public required string Name { get; init; }

    public required string Value { get; init; }

    /// <summary>The record of the step that put it.</summary>
    public required long Sequence { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<RunLabel>
    {
        public void Configure(EntityTypeBuilder<RunLabel> label)
        {
            label.ToTable("RunLabels");
            label.HasKey(l => new { l.RunId, l.Name });
            label.Property(l => l.RunId).HasMaxLength(32).IsUnicode(false);
            label.Property(l => l.Name).HasMaxLength(MaxName).IsUnicode(false);
            label.Property(l => l.Value).HasMaxLength(MaxValue);
            label.HasIndex(l => new { l.Name, l.Value, l.RunId });
            label.HasOne<Run>().WithMany().HasForeignKey(l => l.RunId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
