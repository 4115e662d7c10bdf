using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>
/// A step that has begun and has no record yet: its effect is under way, or it waits. Gone when the record is there. What is found at the
/// start of a server as under way was cut off, and is in doubt; what waits goes on waiting.
/// </summary>
public sealed class OpenStep
{
    public required string RunId { get; init; }

    /// <summary>64 hexadecimal digits that stand for the step's key: place, occurrence and branch.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The step's JSON pointer in the definition.</summary>
    public required string Path { get; init; }

    public required int Occurrence { get; init; }

    public string? Branch { get; init; }

    public required OpenKind Kind { get; init; }

    /// <summary>Which try of the step this is, or, of one that waits to be tried again, was.</summary>
    public required int Attempt { get; init; }

    public required DateTime OpenedAt { get; init; }

    /// <summary>When waiting is over by itself; null for never.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>The edge taken when it is over: the one for its time, until somebody answers with another.</summary>
    public string? Edge { get; private set; }

    /// <summary>The data handed over along it, as JSON; null for none.</summary>
    public string? Output { get; private set; }

    /// <summary>64 hexadecimal digits that stand for the secret with which one may answer without signing in; null where one may not.</summary>
    public string? TokenHash { get; init; }

    /// <summary>What is asked, as JSON; null where nobody is.</summary>
    public string? Question { get; init; }

    public DateTime? AnsweredAt { get; private set; }

    /// <summary>The person, the API key or the caller that answered.</summary>
    public string? AnsweredBy { get; private set; }

    public bool IsOver(DateTime now) => AnsweredAt is not null || DueAt <= now;

    /// <summary>Sets what comes of it when nobody answers.</summary>
    public OpenStep Otherwise(string edge, string? output)
    {
        (Edge, Output) = (edge, output);
        return this;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<OpenStep>
    {
        public void Configure(EntityTypeBuilder<OpenStep> step)
        {
            step.ToTable("OpenSteps");
            step.HasKey(s => new { s.RunId, s.Fingerprint });
            step.Property(s => s.RunId).HasMaxLength(32).IsUnicode(false);
            step.Property(s => s.Fingerprint).HasMaxLength(64).IsUnicode(false);
            step.Property(s => s.TokenHash).HasMaxLength(64).IsUnicode(false);
            step.Property(s => s.AnsweredBy).HasMaxLength(WorkscriptDb.MaxActor);
            step.HasIndex(s => s.TokenHash).IsUnique();
            step.HasIndex(s => s.DueAt);
            step.HasOne<Run>().WithMany().HasForeignKey(s => s.RunId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>What a step that has begun is at.</summary>
public enum OpenKind
{
    /// <summary>Something outside the run that must not happen twice.</summary>
    Effect,

    /// <summary>It waits for a time.</summary>
    Time,

    /// <summary>It waits to be tried again.</summary>
    Retry,

    /// <summary>It waits for a person's decision.</summary>
    Approval,

    /// <summary>It waits for a request from outside.</summary>
    Callback,
}
