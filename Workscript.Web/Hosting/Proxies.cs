using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Workscript.Web.Data;
using IPNetwork = System.Net.IPNetwork;

namespace Workscript.Web.Hosting;

/// <summary>Whose word about the visitor's address and scheme is taken: a proxy on this machine, and those that the configuration names.</summary>
internal static class Proxies
{
    private const string Setting = "ForwardedHeaders:KnownProxies";

    public static IServiceCollection AddProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var known = Known(configuration);
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var network in known)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }

    private static IPNetwork[] Known(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var entries = section.GetChildren().Select(child => child.Value).Append(section.Value);
        return [.. entries.SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(Parse)];
    }

    private static IPNetwork Parse(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw new SettingException($"{Setting} holds '{text}': it must be an address such as 10.0.0.2, or a range such as 10.0.0.0/24.");
    }
}
