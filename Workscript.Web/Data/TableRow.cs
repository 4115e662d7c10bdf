using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A record of a data table. A table is no more than the name that its records share.</summary>
public sealed class TableRow
{
    public const int MaxTable = 100;
    public const int MaxKey = 260;

    private TableRow()
    {
    }

    /// <summary>Counts up over all tables: the order in which records were inserted.</summary>
    public long Number { get; private set; }

    public string Table { get; private set; } = "";

    /// <summary>The record's id as JSON, for <c>1</c> is not <c>"1"</c>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The record, its id included: compact, so that a member of it can be looked for as text.</summary>
    public string Json { get; private set; } = "{}";

    public DateTime CreatedAt { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>How often it was written. Of two who change a record at once, the later one starts again from what the other wrote.</summary>
    public int Version { get; private set; }

    public static TableRow Create(string table, string key, string json, DateTime now)
    {
        var row = new TableRow { Table = table, Key = key, CreatedAt = now };
        row.Write(json, now);
        return row;
    }

    public void Write(string json, DateTime now) => (Json, UpdatedAt, Version) = (json, now, Version + 1);

    internal sealed class Mapping : IEntityTypeConfiguration<TableRow>
    {
        public void Configure(EntityTypeBuilder<TableRow> row)
        {
            row.ToTable("TableRows");
            row.HasKey(r => r.Number);
            row.Property(r => r.Table).HasMaxLength(MaxTable);
            row.Property(r => r.Key).HasMaxLength(MaxKey);
            row.Property(r => r.Version).IsConcurrencyToken();
            row.HasIndex(r => new { r.Table, r.Key }).IsUnique();
            row.HasIndex(r => new { r.Table, r.Number });
        }
    }
}
