using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A setting that was changed on a page, and counts in place of the configuration's.</summary>
public sealed class StoredSetting
{
    public const int MaxName = 100;
    public const int MaxValue = 200;

    /// <summary>As in the configuration: <c>Retention:Age</c>.</summary>
    public required string Name { get; init; }

    public required string Value { get; set; }

    public required string? By { get; set; }

    public required DateTime At { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<StoredSetting>
    {
        public void Configure(EntityTypeBuilder<StoredSetting> setting)
        {
            setting.ToTable("Settings");
            setting.HasKey(s => s.Name);
            setting.Property(s => s.Name).HasMaxLength(MaxName).IsUnicode(false);
            setting.Property(s => s.Value).HasMaxLength(MaxValue);
            setting.Property(s => s.By).HasMaxLength(WorkscriptDb.MaxActor);
        }
    }
}
