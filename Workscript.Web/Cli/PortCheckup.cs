using System.Net;
using System.Net.Sockets;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Cli;

/// <summary>Whether the address that the server would listen at is free, or taken by a Workscript already.</summary>
internal static class PortCheckup
{
    private const string What = "port";

    public static async Task<Finding> ExamineAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        try
        {
            var text = (Listening.Url(configuration) ?? configuration["urls"] ?? Listening.DefaultUrl).Split(';')[0];
            return await ExamineAsync(BindingAddress.Parse(text), cancellation);
        }
        catch (Exception e) when (e is SettingException or FormatException)
        {
            return new(Checkup.Fail, What, e.Message);
        }
    }

    private static async Task<Finding> ExamineAsync(BindingAddress address, CancellationToken cancellation)
    {
        if (IsFree(address))
        {
            return new(Checkup.Ok, What, $"{address.Port} is free");
        }

        return await IsWorkscriptAsync(address, cancellation)
            ? new(Checkup.Ok, What, $"a Workscript is running at {address.Port}")
            : new(Checkup.Fail, What, $"{address.Port} is taken by another program", "stop it, or choose another address with --urls or PORT");
    }

    private static bool IsFree(BindingAddress address)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.TryParse(address.Host, out var ip) ? ip : IPAddress.Loopback, address.Port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<bool> IsWorkscriptAsync(BindingAddress address, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await http.GetAsync($"{address.Scheme}://localhost:{address.Port}/health/live", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
