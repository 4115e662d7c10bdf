using System.Net;
using System.Net.Sockets;
using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>How a host name becomes addresses. Tests give it names of their own.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellation);

/// <summary>
/// Opens the connections of workflows: resolves the name once, tests every address, and connects to one that was tested. A name that changes
/// its mind between the test and the connection therefore gains nothing.
/// </summary>
public sealed class GuardedConnector(OutboundAllowance allowance, ResolveHost resolve)
{
    private static readonly TimeSpan TimePerAddress = TimeSpan.FromSeconds(10);

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var target = context.DnsEndPoint;
        var addresses = await ResolveAsync(target.Host, cancellation);
        Check(target.Host, addresses);

        Exception? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await OpenAsync(new IPEndPoint(address, target.Port), cancellation);
            }
            catch (Exception failure) when (failure is SocketException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                last = failure;
            }
        }

        throw new NodeException("CONNECTION", $"Could not connect to {target.Host}:{target.Port}: {Reason(last)}", last);
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            var addresses = await resolve(host, cancellation);
            return addresses.Length > 0 ? addresses : throw new NodeException("DNS", $"The host name '{host}' has no address");
        }
        catch (SocketException failure)
        {
            throw new NodeException("DNS", $"The host name '{host}' could not be resolved: {failure.Message}", failure);
        }
    }

    private void Check(string host, IPAddress[] addresses)
    {
        if (allowance.AllowsHost(host))
        {
            return;
        }

        foreach (var address in addresses)
        {
            if (AddressRules.WhyBlocked(address) is { } kind && !allowance.AllowsAddress(address))
            {
                throw new NodeException("BLOCKED_ADDRESS", Message(host, address, kind));
            }
        }
    }

    private static string Message(string host, IPAddress address, string kind)
    {
        var subject = IPAddress.TryParse(host, out _) ? $"{address} is {kind}" : $"{host} is at {address}, {kind}";
        return $"{subject}, which workflows may not reach; the server's operator can allow it with Outbound__Allow__0={host}";
    }

    private static async Task<Stream> OpenAsync(IPEndPoint endPoint, CancellationToken cancellation)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(TimePerAddress);
            await socket.ConnectAsync(endPoint, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Reason(Exception? failure) => failure is SocketException socket ? socket.Message : "no answer in time";
}
