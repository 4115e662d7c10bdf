using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A search for runs that somebody keeps under a name: their own, or one for everybody.</summary>
public sealed class SavedView
{
    public const int MaxName = 60;
    public const int MaxQuery = 500;

    private SavedView()
    {
    }

    public Guid Id { get; private set; }

    public string Owner { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>As it is typed: <c>status:failed label.order:4711</c>.</summary>
    public string Query { get; private set; } = "";

    public bool IsShared { get; private set; }

    public static SavedView Create(string owner, string name, string query, bool isShared) => new()
    {
        Id = Guid.CreateVersion7(),
        Owner = owner,
        Name = Texts.Shorten(name.Trim(), MaxName),
        Query = Texts.Shorten(query.Trim(), MaxQuery),
        IsShared = isShared,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<SavedView>
    {
        public void Configure(EntityTypeBuilder<SavedView> view)
        {
            view.ToTable("SavedViews");
            view.Property(v => v.Owner).HasMaxLength(WorkscriptDb.MaxActor);
            view.Property(v => v.Name).HasMaxLength(MaxName);
            view.Property(v => v.Query).HasMaxLength(MaxQuery);
            view.HasIndex(v => v.Owner);
        }
    }
}
