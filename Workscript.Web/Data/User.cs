using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A person who can sign in. The e-mail address is the name to sign in with.</summary>
public sealed class User : IdentityUser<Guid>
{
    public const int MaxDisplayName = 100;

    private User()
    {
    }

    public string DisplayName { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    public DateTime? LastSignInAt { get; private set; }

    public Theme Theme { get; private set; }

    public static User Create(string email, DateTime now) => new()
    {
        Id = Guid.CreateVersion7(),
        UserName = email,
        Email = email,
        DisplayName = Texts.Shorten(email.Split('@')[0], MaxDisplayName),
        CreatedAt = now,
    };

    public void Rename(string displayName) => DisplayName = Texts.Shorten(displayName.Trim(), MaxDisplayName);

    public void Choose(Theme theme) => Theme = theme;

    public void SignedIn(DateTime now) => LastSignInAt = now;

    internal sealed class Mapping : IEntityTypeConfiguration<User>
    {
        public void Configure(EntityTypeBuilder<User> user)
        {
            user.ToTable("Users");
            user.Property(u => u.DisplayName).HasMaxLength(MaxDisplayName);
        }
    }
}

/// <summary>How the pages look to one person.</summary>
public enum Theme
{
    System,
    Light,
    Dark,
}
