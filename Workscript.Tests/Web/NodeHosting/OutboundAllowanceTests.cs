using System.Net;
using Microsoft.Extensions.Configuration;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class OutboundAllowanceTests
{
    [Theory]
    [InlineData("intranet.example", "intranet.example", true)]
    [InlineData("intranet.example", "INTRANET.example.", true)]
    [InlineData("intranet.example", "www.intranet.example", false)]
    [InlineData("*.example.org", "a.example.org", true)]
    [InlineData("*.example.org", "a.b.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("*.example.org", "badexample.org", false)]
    public void AHostIsAllowedByNameOrSuffix(string entry, string host, bool allowed) =>
        Assert.Equal(allowed, new OutboundAllowance([entry]).AllowsHost(host));

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.200.3", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("fd00::/8", "fd12::1", true)]
    [InlineData("[::1]", "::1", true)]
    public void AnAddressIsAllowedByItselfOrARange(string entry, string address, bool allowed) =>
        Assert.Equal(allowed, new OutboundAllowance([entry]).AllowsAddress(IPAddress.Parse(address)));

    [Fact]
    public void TheSettingIsAListOrCommaSeparated()
    {
        var list = From(("Outbound:Allow:0", "one.example"), ("Outbound:Allow:1", "10.0.0.0/8"));
        var text = From(("Outbound:Allow", "one.example, 10.0.0.0/8"));

        Assert.All([list, text], allowance => Assert.True(allowance.AllowsHost("one.example") && allowance.AllowsAddress(IPAddress.Parse("10.9.8.7"))));
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("http://example.org")]
    [InlineData("a b")]
    [InlineData("*")]
    public void AnEntryThatMeansNothingIsNamedAtStart(string entry)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => new OutboundAllowance([entry]));

        Assert.Contains($"Outbound:Allow: '{entry}'", failure.Message, StringComparison.Ordinal);
    }

    private static OutboundAllowance From(params (string Key, string Value)[] settings) => OutboundAllowance.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
