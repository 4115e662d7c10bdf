using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>How much one address, person or key may ask for. Passwords are slow to check and quick to guess at, so those posts get few.</summary>
internal static class RateLimits
{
    private const string SignInSetting = "RateLimits:SignInsPerMinute";
    private const string ApiSetting = "RateLimits:ApiRequestsPerMinute";

    private static readonly string[] PasswordPages = ["/account/signin", "/account/password", "/setup"];

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var signIns = Number(configuration, SignInSetting, 10);
        var requests = Number(configuration, ApiSetting, 12_000);
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = RejectAsync;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Choose(http, signIns, requests));
        });
    }

    private static RateLimitPartition<string> Choose(HttpContext http, int signIns, int requests)
    {
        if (IsSignIn(http.Request))
        {
            return RateLimitPartition.GetFixedWindowLimiter("sign-in " + Address(http), _ => Window(signIns));
        }

        return http.Request.IsApi() ? RateLimitPartition.GetFixedWindowLimiter("api " + Caller(http), _ => Window(requests)) : RateLimitPartition.GetNoLimiter("");
    }

    private static FixedWindowRateLimiterOptions Window(int permits) => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 };

    private static bool IsSignIn(HttpRequest request) => !request.IsSafe() && Array.Exists(PasswordPages, page => request.Path.StartsWithSegments(page));

    private static string Caller(HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? Address(http);

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        // One household or server has a whole /64 of them.
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address => new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]]).ToString(),
        var address => address.MapToIPv4().ToString(),
    };

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (http.Request.IsApi())
        {
            await Problems.Of(StatusCodes.Status429TooManyRequests, $"Too many requests: try again in {seconds} seconds.").ExecuteAsync(http);
        }
    }

    private static int Number(IConfiguration configuration, string setting, int otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new SettingException($"{setting} is '{text}': it must be a whole number above zero."),
    };
}
