using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Account;

/// <summary>
/// The way to the first account: a link that only whoever started the server can read. Its token is in memory alone, a new one each start, and
/// good for nothing once there is a user.
/// </summary>
public sealed class SetupLink(IDbContextFactory<WorkscriptDb> databases, PublicAddress address, IHostApplicationLifetime lifetime)
{
    private readonly byte[] _token = RandomNumberGenerator.GetBytes(24);

    public string Token => Convert.ToHexStringLower(_token);

    public string Path => $"/setup?token={Token}";

    /// <summary>Held by whoever is making the first account, so that there cannot be two.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Prints the link when the server has started, if there is no user yet.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (await IsOpenAsync(cancellation))
        {
            lifetime.ApplicationStarted.Register(Print);
        }
    }

    public async Task<bool> IsOpenAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return !await db.Users.AnyAsync(cancellation);
    }

    public bool Matches(string? token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token ?? ""), Encoding.UTF8.GetBytes(Token));

    // To the console and not the log: logs are kept, and read by others.
    private void Print() => Console.WriteLine(
        $"""

        Welcome to Workscript. There is no account yet; this link makes the owner's, once:

            {address.Origin}{Path}

        """);
}
