using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>Lets in whoever sends <c>Authorization: Bearer wsk_...</c> with a key that was issued and not revoked.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, WorkscriptDb db, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(1);

    public static bool IsMeant(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var text = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        if (await FindAsync(text) is not { } key)
        {
            return AuthenticateResult.Fail("The API key is unknown or revoked");
        }

        await NoteUseAsync(key);
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, key.Id.ToString()),
            new(ClaimTypes.Name, key.Name),
            new(Access.ScopeClaim, key.Scope.ToString()),
        ];
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }

    private async Task<ApiKey?> FindAsync(string text)
    {
        if (!text.StartsWith(ApiKey.Mark, StringComparison.Ordinal))
        {
            return null;
        }

        var prefix = ApiKey.PrefixOf(text);
        var keys = await db.ApiKeys.AsNoTracking().Where(key => key.Prefix == prefix && key.RevokedAt == null).ToListAsync(Context.RequestAborted);
        return keys.Find(key => key.Matches(text));
    }

    private async Task NoteUseAsync(ApiKey key)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (key.LastUsedAt is { } last && now - last < UseIsNotedEvery)
        {
            return;
        }

        await db.ApiKeys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), Context.RequestAborted);
    }
}
