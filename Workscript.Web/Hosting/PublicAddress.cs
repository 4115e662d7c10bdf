using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Workscript.Web.Hosting;

/// <summary>Where this server is reached from outside: as <c>PublicUrl</c> says, else where it listens.</summary>
public sealed class PublicAddress(IConfiguration configuration, IServer server)
{
    private const string Setting = "PublicUrl";

    /// <summary>Such as <c>https://flows.example.com</c>, without a slash at the end.</summary>
    public string Origin
    {
        get
        {
            if (configuration[Setting] is { Length: > 0 } url)
            {
                return url.TrimEnd('/');
            }

            var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
            return address.Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal);
        }
    }
}
