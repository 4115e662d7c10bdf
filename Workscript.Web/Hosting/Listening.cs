using System.Globalization;
using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>Where the server listens and how much it takes in.</summary>
internal static class Listening
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private const string BodySetting = "Limits:RequestBodyBytes";
    private const long DefaultBody = 4 * 1024 * 1024;

    private static readonly string[] UrlSettings = ["urls", "http_ports", "https_ports"];

    public static IWebHostBuilder UseListening(this IWebHostBuilder web, IConfiguration configuration)
    {
        CheckUrls(configuration);
        if (Url(configuration) is { } url)
        {
            web.UseUrls(url);
        }

        var body = BodyLimit(configuration);
        return web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = body;
        });
    }

    /// <summary>The address to listen at where nothing of the framework's own settings names one.</summary>
    public static string? Url(IConfiguration configuration)
    {
        if (UrlSettings.Any(setting => configuration[setting] is { Length: > 0 }) || configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            return null;
        }

        return configuration["PORT"] switch
        {
            null or "" => DefaultUrl,
            var text when ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 => $"http://0.0.0.0:{port}",
            var text => throw new SettingException($"PORT is '{text}': it must be a number from 1 to 65535."),
        };
    }

    private static void CheckUrls(IConfiguration configuration)
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsUrl(url))
            {
                throw new SettingException($"urls holds '{url}': it must be like http://127.0.0.1:5080, with a port below 65536.");
            }
        }
    }

    private static bool IsUrl(string text)
    {
        try
        {
            return BindingAddress.Parse(text).Port < 65536;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static long BodyLimit(IConfiguration configuration) => configuration[BodySetting] switch
    {
        null or "" => DefaultBody,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 => bytes,
        var text => throw new SettingException($"{BodySetting} is '{text}': it must be a number of bytes above zero."),
    };
}
