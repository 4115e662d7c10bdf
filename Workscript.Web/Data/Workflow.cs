using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;

namespace Workscript.Web.Data;

/// <summary>A stored workflow: its head. The text is in its versions, of which the highest number is the current one.</summary>
public sealed class Workflow
{
    public const int MaxId = 128;

    /// <summary>An id that no workflow can have: its page would be where new workflows are made.</summary>
    public const string TakenId = "new";

    public const int MaxName = 200;
    public const int MaxDescription = 2_000;
    /// <summary>How long the bin keeps it.</summary>
    public const int DaysInBin = 30;

    public const int MaxTag = 40;
    public const int MostTags = 20;

    private readonly List<WorkflowVersion> _versions = [];

    private Workflow()
    {
    }

    /// <summary>The document's id.</summary>
    public string Id { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string? Description { get; private set; }

    /// <summary>The number of the current version, from 1.</summary>
    public int Version { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>A JSON array of texts, compact: a tag in quotes can be looked for in it.</summary>
    public string Tags { get; private set; } = "[]";

    /// <summary>When it was put into the bin, from which it can be had back for a while; null while it is in use.</summary>
    public DateTime? DeletedAt { get; private set; }

    public string? DeletedBy { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>The person or the API key that made it.</summary>
    public string? CreatedBy { get; private set; }

    /// <summary>Only those that were loaded or just made.</summary>
    public IReadOnlyList<WorkflowVersion> Versions => _versions;

    /// <summary>A workflow with its first version. The definition is what was read from the text.</summary>
    public static Workflow Create(WorkflowDefinition definition, string text, string? by, DateTime now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(definition.Id.Length, MaxId);
        var workflow = new Workflow { Id = definition.Id, CreatedAt = now, CreatedBy = by };
        workflow.Save(definition, text, note: null, by, now);
        return workflow;
    }

    /// <summary>Makes the next version. Two saves at once: the later one fails with a concurrency exception, for both started from the same version.</summary>
    public WorkflowVersion Save(WorkflowDefinition definition, string text, string? note, string? by, DateTime now)
    {
        if (definition.Id != Id)
        {
            throw new ArgumentException($"A version of '{Id}' cannot have the id '{definition.Id}'.", nameof(definition));
        }

        Name = Texts.Shorten(definition.Name, MaxName);
        Description = definition.Description is { Length: > 0 } description ? Texts.Shorten(description, MaxDescription) : null;
        Version++;
        UpdatedAt = now;
        var version = new WorkflowVersion(Id, Version, text, note, by, now);
        _versions.Add(version);
        return version;
    }

    public void Pause(DateTime now) => (IsPaused, UpdatedAt) = (true, now);

    public void Unpause(DateTime now) => (IsPaused, UpdatedAt) = (false, now);

    /// <summary>Gives it these tags and no others: each once, and none that says nothing.</summary>
    public void Tag(IEnumerable<string> tags)
    {
        var kept = tags.Select(tag => Texts.Shorten(string.Concat(tag.Where(c => !char.IsControl(c))).Trim(), MaxTag)).Where(tag => tag.Length > 0);
        Tags = Json.Write(ValueList.Of(kept.Distinct(StringComparer.Ordinal).Take(MostTags).Select(tag => Value.Of(tag)).ToList()));
    }

    /// <summary>Puts it into the bin: nothing finds it any more but the bin.</summary>
    public void Delete(string? by, DateTime now) => (DeletedAt, DeletedBy) = (now, by);

    public void Restore() => (DeletedAt, DeletedBy) = (null, null);

    internal sealed class Mapping : IEntityTypeConfiguration<Workflow>
    {
        public void Configure(EntityTypeBuilder<Workflow> workflow)
        {
            workflow.ToTable("Workflows");
            workflow.Property(w => w.Id).HasMaxLength(MaxId).IsUnicode(false);
            workflow.Property(w => w.Name).HasMaxLength(MaxName);
            workflow.Property(w => w.Description).HasMaxLength(MaxDescription);
            workflow.Property(w => w.CreatedBy).HasMaxLength(WorkscriptDb.MaxActor);
            workflow.Property(w => w.Version).IsConcurrencyToken();
            workflow.Property(w => w.Tags).HasMaxLength((MaxTag + 3) * MostTags * 2).HasDefaultValue("[]");
            workflow.Property(w => w.DeletedBy).HasMaxLength(WorkscriptDb.MaxActor);
            workflow.HasQueryFilter(w => w.DeletedAt == null);
            workflow.HasIndex(w => new { w.Name, w.Id });
            workflow.HasIndex(w => new { w.UpdatedAt, w.Id });
            workflow.HasMany(w => w.Versions).WithOne().HasForeignKey(v => v.WorkflowId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
