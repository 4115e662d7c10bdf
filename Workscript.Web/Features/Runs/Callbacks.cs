using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Runs;

/// <summary>
/// The addresses with which other systems answer runs that wait for them. An address is good for one run, and says nothing to anybody who does not
/// have the server's keys.
/// </summary>
public sealed class Callbacks(IDataProtectionProvider protection, PublicAddress address)
{
    private readonly IDataProtector _protector = protection.CreateProtector("callback");

    public string UrlOf(string runId) => $"{address.Origin}/callbacks/{_protector.Protect(runId)}";

    /// <summary>The run that the address is for; null for an address that this server did not make.</summary>
    public string? RunOf(string token)
    {
        try
        {
            return _protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Takes the calls.</summary>
public static class CallbackRoute
{
    private const int MostBytes = 1024 * 1024;

    // A call may come before the run has got to the step that waits for it.
    private const string RetryAfterSeconds = "5";

    public static void MapCallbacks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/callbacks/{token}", AnswerAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(string token, HttpContext context, Callbacks callbacks, RunResuming resuming, CancellationToken cancellation)
    {
        if (callbacks.RunOf(token) is not { } runId)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "There is no such address.");
        }

        var (data, problem) = await ReadAsync(context.Request, cancellation);
        if (problem is not null)
        {
            return problem;
        }

        switch (await resuming.AnswerAsync(runId, new("callback", context.Request.Query["step"], null, data) { Kind = OpenKind.Callback }, cancellation))
        {
            case Resumption.Done:
                return TypedResults.Accepted((string?)null);
            case Resumption.Refused refused:
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return Problems.Of(StatusCodes.Status409Conflict, refused.Why);
            default:
                return Problems.Of(StatusCodes.Status404NotFound, "There is no such address.");
        }
    }

    /// <summary>The body: JSON where it says so, else text; missing when there is none.</summary>
    private static async Task<(Value Data, IResult? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var buffer = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        if (length > MostBytes)
        {
            return (default, Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MostBytes:N0} bytes."));
        }

        if (length == 0)
        {
            return default;
        }

        var text = Encoding.UTF8.GetString(buffer.AsSpan(0, length));
        if (!request.HasJsonContentType())
        {
            return (text, null);
        }

        try
        {
            return (Json.Read(text), null);
        }
        catch (JsonException e)
        {
            return (default, Problems.Of(StatusCodes.Status400BadRequest, $"The body is no JSON: {e.Message}"));
        }
    }
}
