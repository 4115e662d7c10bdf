using System.Net;

namespace Workscript.Web.NodeHosting;

/// <summary>
/// Which addresses are not the public internet, by the IANA special-purpose registries and the clouds' metadata services. A workflow's author
/// is not the server's operator: what only the server can reach is none of the author's business unless the operator says so.
/// </summary>
public static class AddressRules
{
    private static readonly (IPNetwork Range, string Kind)[] Version4 =
    [
        Of("0.0.0.0/8", "an unspecified address"),
        Of("10.0.0.0/8", "a private address"),
        Of("100.64.0.0/10", "a carrier-grade NAT address"),
        Of("127.0.0.0/8", "a loopback address"),
        Of("168.63.129.16/32", "a cloud metadata address"),
        Of("169.254.169.254/32", "a cloud metadata address"),
        Of("169.254.0.0/16", "a link-local address"),
        Of("172.16.0.0/12", "a private address"),
        Of("192.0.0.0/24", "a reserved address"),
        Of("192.0.2.0/24", "a documentation address"),
        Of("192.88.99.0/24", "a 6to4 relay address"),
        Of("192.168.0.0/16", "a private address"),
        Of("198.18.0.0/15", "a benchmarking address"),
        Of("198.51.100.0/24", "a documentation address"),
        Of("203.0.113.0/24", "a documentation address"),
        Of("224.0.0.0/4", "a multicast address"),
        Of("255.255.255.255/32", "a broadcast address"),
        Of("240.0.0.0/4", "a reserved address"),
    ];

    // Ranges that carry an IPv4 address inside (6to4, Teredo, NAT64, ...) are blocked whole: where they lead depends on a gateway.
    private static readonly (IPNetwork Range, string Kind)[] Version6 =
    [
        Of("::/128", "an unspecified address"),
        Of("::1/128", "a loopback address"),
        Of("::/96", "an IPv4-compatible address"),
        Of("::ffff:0:0:0/96", "an IPv4-translated address"),
        Of("64:ff9b::/96", "a NAT64 address"),
        Of("64:ff9b:1::/48", "a NAT64 address"),
        Of("100::/64", "a discard-only address"),
        Of("2001::/32", "a Teredo address"),
        Of("2001:2::/48", "a benchmarking address"),
        Of("2001:db8::/32", "a documentation address"),
        Of("2001::/23", "a reserved address"),
        Of("2002::/16", "a 6to4 address"),
        Of("3fff::/20", "a documentation address"),
        Of("fc00::/7", "a private address"),
        Of("fe80::/10", "a link-local address"),
        Of("fec0::/10", "a site-local address"),
        Of("ff00::/8", "a multicast address"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>What kind of address this is, as in "127.0.0.1 is <c>a loopback address</c>"; null for one on the public internet.</summary>
    public static string? WhyBlocked(IPAddress address)
    {
        var plain = Plain(address);
        var isVersion6 = plain.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        foreach (var (range, kind) in isVersion6 ? Version6 : Version4)
        {
            if (range.Contains(plain))
            {
                return kind;
            }
        }

        return isVersion6 && !GlobalUnicast.Contains(plain) ? "a reserved address" : null;
    }

    /// <summary>The IPv4 address of an IPv4-mapped one (<c>::ffff:10.0.0.1</c>); any other as it is.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static (IPNetwork Range, string Kind) Of(string range, string kind) => (IPNetwork.Parse(range), kind);
}
