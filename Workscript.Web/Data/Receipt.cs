using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>
/// What a step that changed something in this very database was answered, written in the transaction of the change. A step that is repeated
/// after a crash, or tried again, finds it and changes nothing a second time. Gone soon after its run is over.
/// </summary>
public sealed class Receipt
{
    public required string RunId { get; init; }

    /// <summary>64 hexadecimal digits that stand for the step's key.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>As JSON.</summary>
    public required string Answer { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Receipt>
    {
        public void Configure(EntityTypeBuilder<Receipt> receipt)
        {
            receipt.ToTable("StepAnswers");
            receipt.HasKey(r => new { r.RunId, r.Fingerprint });
            receipt.Property(r => r.RunId).HasMaxLength(32).IsUnicode(false);
            receipt.Property(r => r.Fingerprint).HasMaxLength(64).IsUnicode(false);
            receipt.HasOne<Run>().WithMany().HasForeignKey(r => r.RunId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
