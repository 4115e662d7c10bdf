using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>
/// What a step that changed something in this very database was answered, written in the transaction of the change. A step that is repeated
/// after a crash, or tried again, finds it and changes nothing a second time. Gone soon after its run is over.
/// </summary>
public sealed class StepAnswer
{
    public required string RunId { get; init; }

    /// <summary>64 hexadecimal digits that stand for the step's key.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>As JSON.</summary>
    public required string Answer { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<StepAnswer>
    {
        public void Configure(EntityTypeBuilder<StepAnswer> answer)
        {
            answer.ToTable("StepAnswers");
            answer.HasKey(a => new { a.RunId, a.Fingerprint });
            answer.Property(a => a.RunId).HasMaxLength(32).IsUnicode(false);
            answer.Property(a => a.Fingerprint).HasMaxLength(64).IsUnicode(false);
            answer.HasOne<Run>().WithMany().HasForeignKey(a => a.RunId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
