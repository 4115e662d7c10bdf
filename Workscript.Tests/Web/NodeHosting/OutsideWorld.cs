using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.NodeHosting;

/// <summary>A real server on a loopback port that answers as servers out there do, well or badly.</summary>
public sealed class OutsideWorld : IAsyncDisposable
{
    private readonly LoopbackSite _site;

    private OutsideWorld(LoopbackSite site) => _site = site;

    public int Port => new Uri(_site.Address).Port;

    public Uri At(string path, string host = "127.0.0.1") => new($"http://{host}:{Port}{path}");

    public static async Task<OutsideWorld> StartAsync() => new(await LoopbackSite.StartAsync(Map));

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static void Map(WebApplication app)
    {
        app.MapGet("/hello", () => "hello");
        app.Map("/echo", EchoAsync);
        app.MapGet("/to", (HttpContext context, string url, int status) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = url;
        });
        app.MapPost("/to", (HttpContext context, string url, int status) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = url;
        });
        app.MapGet("/round", (HttpContext context) => context.Response.Redirect("/round"));
        app.MapGet("/slow", (CancellationToken cancellation) => Task.Delay(TimeSpan.FromMinutes(1), cancellation));
        app.MapGet("/trickle", TrickleAsync);
        app.MapGet("/large", (HttpContext context, int mebibytes) => ZerosAsync(context.Response.Body, mebibytes, context.RequestAborted));
        app.MapGet("/bomb", BombAsync);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = string.Concat(context.Request.Headers.Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}\n"));
        await context.Response.WriteAsync($"{context.Request.Method}\n{headers}\n{body}", Encoding.UTF8, context.RequestAborted);
    }

    private static async Task TrickleAsync(HttpContext context)
    {
        while (true)
        {
            await context.Response.WriteAsync("drop ", context.RequestAborted);
            await Task.Delay(50, context.RequestAborted);
        }
    }

    private static async Task BombAsync(HttpContext context)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await ZerosAsync(gzip, 64, context.RequestAborted);
    }

    private static async Task ZerosAsync(Stream stream, int mebibytes, CancellationToken cancellation)
    {
        var chunk = new byte[1024 * 1024];
        for (var i = 0; i < mebibytes; i++)
        {
            await stream.WriteAsync(chunk, cancellation);
        }
    }
}
