using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>
/// The words by which a run is found, each once, in small letters. The database's full-text index is over them: <c>RunTextIndex</c> in SQLite, which
/// triggers keep, and an index of the column in MySQL.
/// </summary>
public sealed class RunText
{
    // A run's id begins with its milliseconds; what follows the version tells those of one apart.
    private const int TimeDigits = 12;
    private const int ChanceDigits = 3;
    private const int ChanceBits = 15;

    /// <summary>Sorts as the run's id does, so that the full-text index answers in that order.</summary>
    public required long Number { get; init; }

    public required string RunId { get; init; }

    public required string Words { get; set; }

    /// <summary>The number for a run. Two runs of one millisecond may have the same: then the next that is free.</summary>
    public static long NumberOf(string runId) =>
        (Hex(runId.AsSpan(0, TimeDigits)) << ChanceBits) | (Hex(runId.AsSpan(TimeDigits + 1, ChanceDigits)) << (ChanceBits - (4 * ChanceDigits)));

    /// <summary>The least number that a run of that time can have.</summary>
    public static long NumberOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() << ChanceBits;

    private static long Hex(ReadOnlySpan<char> digits) => long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    internal sealed class Mapping : IEntityTypeConfiguration<RunText>
    {
        public void Configure(EntityTypeBuilder<RunText> text)
        {
            text.ToTable("RunTexts");
            text.HasKey(t => t.Number);
            text.Property(t => t.Number).ValueGeneratedNever();
            text.Property(t => t.RunId).HasMaxLength(32).IsUnicode(false);
            text.HasIndex(t => t.RunId).IsUnique();
            text.HasOne<Run>().WithMany().HasForeignKey(t => t.RunId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
