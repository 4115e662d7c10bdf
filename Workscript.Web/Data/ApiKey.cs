using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>A key for programs. Only its hash is kept: the text is shown once, when it is issued.</summary>
public sealed class ApiKey
{
    public const int MaxName = 100;
    public const string Mark = "wsk_";

    private const int PrefixLength = 12;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ApiKey()
    {
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The first characters, to tell keys apart and to find one.</summary>
    public string Prefix { get; private set; } = "";

    public byte[] Hash { get; private set; } = [];

    public ApiKeyScope Scope { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public string? CreatedBy { get; private set; }

    public DateTime? LastUsedAt { get; private set; }

    public DateTime? RevokedAt { get; private set; }

    /// <summary>A new key, and the text of it, which cannot be had again.</summary>
    public static (ApiKey Key, string Text) Issue(string name, ApiKeyScope scope, string? by, DateTime now)
    {
        var text = Mark + RandomNumberGenerator.GetString(Alphabet, 40);
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            Name = Texts.Shorten(name, MaxName),
            Prefix = PrefixOf(text),
            Hash = HashOf(text),
            Scope = scope,
            CreatedAt = now,
            CreatedBy = by,
        };
        return (key, text);
    }

    public static string PrefixOf(string text) => text.Length > PrefixLength ? text[..PrefixLength] : text;

    /// <summary>Whether the text is this key's; takes the same time for a near miss as for a far one.</summary>
    public bool Matches(string text) => RevokedAt is null && CryptographicOperations.FixedTimeEquals(Hash, HashOf(text));

    public bool TryRevoke(DateTime now)
    {
        if (RevokedAt is not null)
        {
            return false;
        }

        RevokedAt = now;
        return true;
    }

    // The text has more than 200 random bits, so a fast hash without salt gives nothing away.
    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    internal sealed class Mapping : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> key)
        {
            key.ToTable("ApiKeys");
            key.Property(k => k.Name).HasMaxLength(MaxName);
            key.Property(k => k.Prefix).HasMaxLength(PrefixLength).IsUnicode(false);
            key.Property(k => k.Hash).HasMaxLength(SHA256.HashSizeInBytes);
            key.Property(k => k.CreatedBy).HasMaxLength(WorkscriptDb.MaxActor);
            key.HasIndex(k => k.Prefix);
        }
    }
}

/// <summary>What a key may do; each includes those before it.</summary>
public enum ApiKeyScope
{
    Read,
    Run,
    Write,
    Admin,
}
