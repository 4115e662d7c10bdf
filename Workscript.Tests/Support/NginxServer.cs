using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Workscript.Tests.Support;

/// <summary>A real nginx with the configuration that we ship, on ports of its own and with a certificate that nobody has to trust.</summary>
public sealed partial class NginxServer : IDisposable
{
    public const string Host = "workscript.example.org";

    private readonly TempFolder _folder;
    private readonly Process _process;

    private NginxServer(TempFolder folder, Process process) => (_folder, _process) = (folder, process);

    public int PlainPort { get; private init; }

    public int Port { get; private init; }

    public string Errors => File.ReadAllText(_folder["error.log"]);

    public static async Task<NginxServer> StartAsync(Uri server)
    {
        var folder = new TempFolder();
        var (plain, secure) = (FreePort(), FreePort());
        WriteCertificate(folder);
        folder.Write("site.conf", Site(folder, server, plain, secure));
        folder.Write("nginx.conf", $$"""
            daemon off;
            worker_processes 1;
            pid {{folder["nginx.pid"]}};
            error_log {{folder["error.log"]}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{folder["body"]}};
                proxy_temp_path {{folder["proxy"]}};
                fastcgi_temp_path {{folder["fastcgi"]}};
                uwsgi_temp_path {{folder["uwsgi"]}};
                scgi_temp_path {{folder["scgi"]}};
                include {{folder["site.conf"]}};
            }
            """);
        var process = Process.Start(new ProcessStartInfo(Programs.Find("nginx"), ["-p", folder.Path, "-c", folder["nginx.conf"], "-e", folder["error.log"]]))!;
        var nginx = new NginxServer(folder, process) { PlainPort = plain, Port = secure };
        await nginx.WaitAsync();
        return nginx;
    }

    /// <summary>A client that reaches the name here and takes the certificate as it is.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port == 80 ? PlainPort : Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri($"https://{Host}"),
    };

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Site(TempFolder folder, Uri server, int plain, int secure)
    {
        var site = OnIpV6().Replace(Sources.Read("ops/nginx/workscript.conf"), "");
        return site
            .Replace("listen 80;", $"listen 127.0.0.1:{plain};", StringComparison.Ordinal)
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{secure} ssl", StringComparison.Ordinal)
            .Replace("127.0.0.1:5080", server.Authority, StringComparison.Ordinal)
            .Replace($"/etc/letsencrypt/live/{Host}/", folder.Path + "/", StringComparison.Ordinal);
    }

    private static void WriteCertificate(TempFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        folder.Write("fullchain.pem", certificate.ExportCertificatePem());
        folder.Write("privkey.pem", key.ExportPkcs8PrivateKeyPem());
    }

    private async Task WaitAsync()
    {
        using var client = Client();
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ;)
        {
            try
            {
                using var answer = await client.GetAsync("/health/live");
                return;
            }
            catch (HttpRequestException) when (DateTime.UtcNow < deadline && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"listen \[::\][^;]*;")]
    private static partial Regex OnIpV6();
}
