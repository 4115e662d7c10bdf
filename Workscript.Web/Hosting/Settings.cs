using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>Where settings come from: appsettings.json, then the file of an installed server, then the environment, then the command line.</summary>
internal static class Settings
{
    private const string InstalledFile = "/etc/workscript/workscript.env";

    /// <summary>For the verbs that need no server.</summary>
    public static IConfiguration Load(IReadOnlyDictionary<string, string?> given)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environments.Production;
        return new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironment(given)
            .Build();
    }

    public static IConfigurationBuilder AddEnvironment(this IConfigurationBuilder configuration, IReadOnlyDictionary<string, string?> given) => configuration
        .AddInMemoryCollection(ReadInstalled())
        .AddEnvironmentVariables()
        .AddInMemoryCollection(given);

    private static IEnumerable<KeyValuePair<string, string?>> ReadInstalled()
    {
        try
        {
            return File.Exists(InstalledFile) ? [.. Parse(File.ReadAllLines(InstalledFile))] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{InstalledFile} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The lines of an environment file as systemd reads them: <c>NAME=value</c>, <c>NAME="value"</c>, comments.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(line => line.Trim()))
        {
            var split = line.IndexOf('=');
            if (split > 0 && line[0] is not ('#' or ';'))
            {
                yield return new(line[..split].TrimEnd().Replace("__", ":", StringComparison.Ordinal), Unquote(line[(split + 1)..].TrimStart()));
            }
        }
    }

    private static string Unquote(string text) =>
        text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;
}
