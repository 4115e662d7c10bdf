using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

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

    /// <summary>When waiting is over: by itself, or since somebody answered; null for never.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>The edge taken when it is over: the one for its time, until somebody answers with another.</summary>
    public string? Edge { get; private set; }

    /// <summary>The data handed over along it, as JSON; null for none.</summary>
    public string? Output { get; private set; }

    /// <summary>What is asked, as JSON; null where nobody is.</summary>
    public string? Question { get; init; }

    public DateTime? AnsweredAt { get; private set; }

    /// <summary>The person, the API key or the caller that answered.</summary>
    public string? AnsweredBy { get; private set; }

    public bool Waits => Kind != OpenKind.Effect;

    /// <summary>The step's key as it is written, and as <c>$run.stepKey</c> has it.</summary>
    public string Key => new StepKey(Path, Occurrence, Branch).ToString();

    /// <summary>What a person is to decide.</summary>
    public string? Message => Question is null ? null : Json.Read(Question)["message"].AsText;

    /// <summary>The edges that an answer may name; none where it only waits for a time.</summary>
    public IReadOnlyList<string> Answers => Question is null ? [] : [.. Json.Read(Question)["answers"].AsList?.Select(Coerce.Text) ?? []];

    public static OpenStep Effect(string runId, StepKey key, int attempt, DateTime now) => Open(runId, key, OpenKind.Effect, attempt, now, null);

    public static OpenStep Waiting(string runId, StepKey key, int attempt, Outcome.Waiting waiting, DateTime now)
    {
        var step = Open(runId, key, KindOf(waiting.Kind), attempt, now, waiting.Question is { } question ? Json.Write(question) : null);
        step.DueAt = waiting.Until?.UtcDateTime;
        step.Edge = waiting.Edge;
        step.Output = waiting.Data.IsMissing ? null : Json.Write(waiting.Data);
        return step;
    }

    /// <summary>Ends the waiting with an answer, unless it has one. Without an edge it ends as if its time had come.</summary>
    public bool TryAnswer(string by, string? edge, string? output, DateTime now)
    {
        if (AnsweredAt is not null || !Waits)
        {
            return false;
        }

        (AnsweredAt, AnsweredBy, DueAt) = (now, by, now);
        if (edge is not null)
        {
            (Edge, Output) = (edge, output);
        }

        return true;
    }

    private static OpenStep Open(string runId, StepKey key, OpenKind kind, int attempt, DateTime now, string? question) => new()
    {
        RunId = runId,
        Fingerprint = FingerprintOf(key.ToString()),
        Path = key.Path,
        Occurrence = key.Occurrence,
        Branch = key.Branch,
        Kind = kind,
        Attempt = attempt,
        OpenedAt = now,
        Question = question,
    };

    /// <summary>What stands for a step's key, as it is written.</summary>
    public static string FingerprintOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static OpenKind KindOf(WaitKind kind) => kind switch
    {
        WaitKind.Time => OpenKind.Time,
        WaitKind.Retry => OpenKind.Retry,
        WaitKind.Approval => OpenKind.Approval,
        WaitKind.Callback => OpenKind.Callback,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<OpenStep>
    {
        public void Configure(EntityTypeBuilder<OpenStep> step)
        {
            step.ToTable("OpenSteps");
            step.HasKey(s => new { s.RunId, s.Fingerprint });
            step.Ignore(s => s.Key);
            step.Ignore(s => s.Message);
            step.Ignore(s => s.Answers);
            step.Ignore(s => s.Waits);
            step.Property(s => s.RunId).HasMaxLength(32).IsUnicode(false);
            step.Property(s => s.Fingerprint).HasMaxLength(64).IsUnicode(false);
            step.Property(s => s.AnsweredBy).HasMaxLength(WorkscriptDb.MaxActor);
            // Of two answers at one moment, one counts.
            step.Property(s => s.AnsweredAt).IsConcurrencyToken();
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
