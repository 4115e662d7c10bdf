using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>What a step left behind in a run, as a row. Written once, never changed.</summary>
public sealed class RunRecord
{
    public required string RunId { get; init; }

    /// <summary>The place in the run, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The step's JSON pointer in the definition.</summary>
    public required string Path { get; init; }

    /// <summary>How often the step had run before in this run, or in its branch.</summary>
    public required int Occurrence { get; init; }

    /// <summary>Which of several branches that run at once the step ran in; null outside of all. What it changed is the branch's own.</summary>
    public string? Branch { get; init; }

    /// <summary>The step as it is written: <c>range...</c>.</summary>
    public required string Step { get; init; }

    public required string Node { get; init; }

    public required string Edge { get; init; }

    public required StepStatus Status { get; init; }

    public required int Attempt { get; init; }

    public required DateTime StartedAt { get; init; }

    public required double DurationMs { get; init; }

    /// <summary>The changes of the state, as JSON.</summary>
    public required string Changes { get; init; }

    /// <summary>The data handed over along the edge, as JSON; null when there was none, which is not the same as JSON's <c>null</c>.</summary>
    public string? Output { get; init; }

    /// <summary>What the step logged, as JSON; null for nothing.</summary>
    public string? Logs { get; init; }

    /// <summary>Changes, output and logs where together they are long, compressed; the columns for them are then empty.</summary>
    public byte[]? Packed { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>Whether the step threw, rather than took its error edge.</summary>
    public bool Thrown { get; init; }

    /// <summary>Whether nothing in the definition answered the error.</summary>
    public bool Unhandled { get; init; }

    /// <summary>Whether the step was not executed, but left what its definition pins for test runs.</summary>
    public bool Pinned { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<RunRecord>
    {
        public void Configure(EntityTypeBuilder<RunRecord> record)
        {
            record.ToTable("RunRecords");
            record.HasKey(r => new { r.RunId, r.Sequence });
            record.Property(r => r.RunId).HasMaxLength(32).IsUnicode(false);
            record.Property(r => r.Sequence).ValueGeneratedNever();
            record.HasOne<Run>().WithMany().HasForeignKey(r => r.RunId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>How a step ended.</summary>
public enum StepStatus
{
    Completed,
    Failed,
}
