using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workscript.Engine.Values;

namespace Workscript.Web.Data;

/// <summary>A file of this server that workflows know by its path or id: what is said of it. Its content is in the data folder, under its checksum.</summary>
public sealed class Resource
{
    public const int MaxPath = 400;
    public const int MaxName = 200;
    public const int MaxDescription = 2_000;
    public const int MaxMimeType = 100;

    private readonly List<ResourceRevision> _revisions = [];

    private Resource()
    {
    }

    public string Id { get; private set; } = "";

    /// <summary>Names with slashes between them: <c>prompts/greeting.md</c>. No place in a file system.</summary>
    public string Path { get; private set; } = "";

    public string Name { get; private set; } = "";

    public ResourceType Type { get; private set; }

    public string MimeType { get; private set; } = "";

    public string? Description { get; private set; }

    /// <summary>A JSON array of texts, compact: a tag in quotes can be looked for in it.</summary>
    public string Tags { get; private set; } = "[]";

    public bool IsPublic { get; private set; }

    /// <summary>Bytes.</summary>
    public long Size { get; private set; }

    /// <summary>SHA-256 of the content, in lower-case hexadecimal.</summary>
    public string Checksum { get; private set; } = "";

    /// <summary>The number of the current revision, from 1.</summary>
    public int Revision { get; private set; }

    /// <summary>The workflow that made it.</summary>
    public string? CreatedBy { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>Only those that were just made.</summary>
    public IReadOnlyList<ResourceRevision> Revisions => _revisions;

    public static Resource Create(string path, string mimeType, ResourceType type, string? by, DateTime now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString("N"),
        Path = path,
        Name = Texts.Shorten(path[(path.LastIndexOf('/') + 1)..], MaxName),
        MimeType = mimeType,
        Type = type,
        CreatedBy = by,
        CreatedAt = now,
    };

    /// <summary>Changes what is said of it; null leaves a thing as it is.</summary>
    public void Describe(string? name, ResourceType? type, string? description, IReadOnlyList<string>? tags, bool? isPublic, DateTime now)
    {
        UpdatedAt = now;
        Name = name is { Length: > 0 } ? Texts.Shorten(name, MaxName) : Name;
        Type = type ?? Type;
        Description = description is null ? Description : Texts.Shorten(description, MaxDescription);
        Tags = tags is null ? Tags : Json.Write(ValueList.Of(tags.Select(tag => Value.Of(tag)).ToArray()));
        IsPublic = isPublic ?? IsPublic;
    }

    /// <summary>Gives it new content, which is the next revision. The content that it has already is none.</summary>
    public void Revise(string checksum, long size, string? runId, DateTime now)
    {
        if (checksum == Checksum)
        {
            return;
        }

        (Checksum, Size, UpdatedAt) = (checksum, size, now);
        Revision++;
        _revisions.Add(new ResourceRevision(Id, Revision, checksum, size, runId, now));
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Resource>
    {
        public void Configure(EntityTypeBuilder<Resource> resource)
        {
            resource.ToTable("Resources");
            resource.Property(r => r.Id).HasMaxLength(32).IsUnicode(false);
            resource.Property(r => r.Path).HasMaxLength(MaxPath);
            resource.Property(r => r.Name).HasMaxLength(MaxName);
            resource.Property(r => r.MimeType).HasMaxLength(MaxMimeType).IsUnicode(false);
            resource.Property(r => r.Description).HasMaxLength(MaxDescription);
            resource.Property(r => r.Checksum).HasMaxLength(64).IsUnicode(false);
            resource.Property(r => r.CreatedBy).HasMaxLength(Workflow.MaxId).IsUnicode(false);
            resource.Property(r => r.Revision).IsConcurrencyToken();
            resource.HasIndex(r => r.Path).IsUnique();
            resource.HasMany(r => r.Revisions).WithOne().HasForeignKey(r => r.ResourceId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>What a resource is for.</summary>
public enum ResourceType
{
    Prompt,
    Document,
    Data,
    Image,
    Audio,
}
