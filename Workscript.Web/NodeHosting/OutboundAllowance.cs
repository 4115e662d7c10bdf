using System.Net;

namespace Workscript.Web.NodeHosting;

/// <summary>
/// What the operator lets workflows reach beyond the public internet: <c>Outbound:Allow</c>, a list (or comma-separated text) of host names,
/// <c>*.suffix</c> patterns, addresses and ranges such as <c>10.1.0.0/16</c>.
/// </summary>
public sealed class OutboundAllowance
{
    public const string Setting = "Outbound:Allow";

    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _suffixes = [];
    private readonly List<IPNetwork> _ranges = [];

    public OutboundAllowance(IEnumerable<string> entries)
    {
        foreach (var entry in entries)
        {
            Add(entry.Trim());
        }
    }

    public static OutboundAllowance From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var entries = section.GetChildren().Select(child => child.Value).Append(section.Value);
        return new(entries.SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
    }

    public bool AllowsHost(string host)
    {
        var name = host.TrimEnd('.');
        return _hosts.Contains(name) || _suffixes.Exists(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }

    public bool AllowsAddress(IPAddress address)
    {
        var plain = AddressRules.Plain(address);
        return _ranges.Exists(range => range.Contains(plain));
    }

    private void Add(string entry)
    {
        if (IPAddress.TryParse(entry, out var address))
        {
            var plain = AddressRules.Plain(address);
            _ranges.Add(new IPNetwork(plain, plain.GetAddressBytes().Length * 8));
            return;
        }

        if (IPNetwork.TryParse(entry, out var range))
        {
            _ranges.Add(range);
            return;
        }

        var isSuffix = entry.StartsWith("*.", StringComparison.Ordinal);
        var name = (isSuffix ? entry[2..] : entry).TrimEnd('.');
        if (Uri.CheckHostName(name) != UriHostNameType.Dns)
        {
            throw new InvalidOperationException(
                $"{Setting}: '{entry}' is not a host name, a pattern such as *.example.org, an address, or a range such as 10.1.0.0/16.");
        }

        if (isSuffix)
        {
            _suffixes.Add("." + name);
            return;
        }

        _hosts.Add(name);
    }
}
