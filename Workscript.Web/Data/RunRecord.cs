using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>What a step left behind in a run, as a row. Written once, never changed.</summary>
public sealed class RunRecord
{
    /// <summary>The node whose records are shown on the run's page.</summary>
    internal const string ReportNode = "report";

    private const int PackedFrom = 4 * 1024;

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

    /// <summary>What the step changed, handed over and logged. Unpacks what is packed, so ask once.</summary>
    /// <exception cref="DamagedRecordException">They cannot be unpacked.</exception>
    public required RecordTexts Texts
    {
        get => Packed is null ? new(Changes, Output, Logs) : Unpack();
        init => (Changes, Output, Logs, Packed) = Pack(value);
    }

    /// <summary>The changes as a column; empty where they are packed.</summary>
    public string Changes { get; private init; } = "";

    /// <summary>The output as a column; empty where it is packed.</summary>
    public string? Output { get; private init; }

    /// <summary>The logs as a column; empty where they are packed.</summary>
    public string? Logs { get; private init; }

    /// <summary>Changes, output and logs where together they are long, compressed.</summary>
    public byte[]? Packed { get; private init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>Whether the step threw, rather than took its error edge.</summary>
    public bool Thrown { get; init; }

    /// <summary>Whether nothing in the definition answered the error.</summary>
    public bool Unhandled { get; init; }

    /// <summary>Whether the step was not executed, but left what its definition pins for test runs.</summary>
    public bool Pinned { get; init; }

    /// <summary>About how much of the database its texts take.</summary>
    internal long Size => Changes.Length + (Output?.Length ?? 0) + (Logs?.Length ?? 0) + (Packed?.Length ?? 0);

    /// <summary>About how much text it has, unpacked.</summary>
    /// <exception cref="DamagedRecordException">That cannot be told.</exception>
    internal long Characters => Packed is null ? Size : Undamaged(PackedTexts.LengthOf, Packed);

    private static (string Changes, string? Output, string? Logs, byte[]? Packed) Pack(RecordTexts texts)
    {
        var (changes, output, logs) = texts;
        var length = changes.Length + (output?.Length ?? 0) + (logs?.Length ?? 0);
        return length > PackedFrom && PackedTexts.TryPack(changes, output, logs) is { } packed
            ? ("", output is null ? null : "", logs is null ? null : "", packed)
            : (changes, output, logs, null);
    }

    private RecordTexts Unpack() =>
        Undamaged(PackedTexts.Unpack, Packed!) is [{ } changes, var output, var logs] ? new(changes, output, logs) : throw new DamagedRecordException(this);

    private T Undamaged<T>(Func<byte[], T> read, byte[] packed)
    {
        try
        {
            return read(packed);
        }
        catch (InvalidDataException e)
        {
            throw new DamagedRecordException(this, e);
        }
    }

    internal sealed class Mapping : IEntityTypeConfiguration<RunRecord>
    {
        public void Configure(EntityTypeBuilder<RunRecord> record)
        {
            record.ToTable("RunRecords");
            record.HasKey(r => new { r.RunId, r.Sequence });
            record.Property(r => r.RunId).HasMaxLength(32).IsUnicode(false);
            record.Property(r => r.Sequence).ValueGeneratedNever();
            record.Ignore(r => r.Texts);
            record.HasOne<Run>().WithMany().HasForeignKey(r => r.RunId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>
/// What may be long in a record, as JSON: the changes of the state; the data handed over along the edge, null when there was none, which is not
/// the same as JSON's <c>null</c>; what the step logged, null for nothing.
/// </summary>
public sealed record RecordTexts(string Changes, string? Output = null, string? Logs = null);

/// <summary>A record is not as it was written: the disk, or somebody, changed it.</summary>
public sealed class DamagedRecordException(RunRecord record, Exception? cause = null)
    : Exception($"Record {record.Sequence} of run {record.RunId} is damaged: what step {record.Path} left behind cannot be read any more", cause);

/// <summary>How a step ended.</summary>
public enum StepStatus
{
    Completed,
    Failed,
}
