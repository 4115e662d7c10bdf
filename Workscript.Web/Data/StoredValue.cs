using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A value that workflows keep under a key, each for itself or all together, for ever or until a time.</summary>
public sealed class StoredValue
{
    public const int MaxKey = 200;

    /// <summary>The scope of what all workflows share. No workflow's id is empty.</summary>
    public const string ServerScope = "";

    private StoredValue()
    {
    }

    /// <summary>A workflow's id, or <see cref="ServerScope"/>.</summary>
    public string Scope { get; private set; } = "";

    public string Key { get; private set; } = "";

    public string Json { get; private set; } = "null";

    /// <summary>From then on it is as good as gone; null for never.</summary>
    public DateTime? ExpiresAt { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    public static StoredValue Create(string scope, string key, string json, DateTime? expiresAt, DateTime now)
    {
        var value = new StoredValue { Scope = scope, Key = key };
        value.Write(json, expiresAt, now);
        return value;
    }

    public void Write(string json, DateTime? expiresAt, DateTime now) => (Json, ExpiresAt, UpdatedAt) = (json, expiresAt, now);

    internal sealed class Mapping : IEntityTypeConfiguration<StoredValue>
    {
        public void Configure(EntityTypeBuilder<StoredValue> value)
        {
            value.ToTable("StoredValues");
            value.HasKey(v => new { v.Scope, v.Key });
            value.Property(v => v.Scope).HasMaxLength(Workflow.MaxId).IsUnicode(false);
            value.Property(v => v.Key).HasMaxLength(MaxKey);
            value.HasIndex(v => v.ExpiresAt);
        }
    }
}
