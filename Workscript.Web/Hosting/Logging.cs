using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Settings.Configuration;

namespace Workscript.Web.Hosting;

/// <summary>Lines on the console, and the same in files that take up little space.</summary>
internal static class Logging
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const string ShortLine = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    private const int FileBytes = 5 * 1024 * 1024;
    private const int Files = 10;

    public static IServiceCollection AddLogs(this IServiceCollection services, IConfiguration configuration, DataFolder data) => services.AddSerilog(
        logs => logs
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            // It asks for keys to be encrypted at rest by a certificate that a small box does not have: they lie in the database, which nobody else may read.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogEventLevel.Error)
            .ReadFrom.Configuration(configuration, new ConfigurationReaderOptions(typeof(ConsoleLoggerConfigurationExtensions).Assembly))
            // The command line says it in a sentence.
            .Filter.ByExcluding(entry => entry.Exception is IOException { InnerException: AddressInUseException })
            .Enrich.FromLogContext()
            .WriteTo.Console(outputTemplate: ShortLine, formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.File(
                Path.Combine(data.Logs, "workscript-.log"),
                outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: FileBytes,
                retainedFileCountLimit: Files,
                shared: true),
        preserveStaticLogger: true);

    /// <summary>A line for each request: never its query, which may hold what is nobody's business.</summary>
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.ApplicationServices.GetRequiredService<Serilog.ILogger>();
        options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0.0} ms";
        options.IncludeQueryInRequestPath = false;
        options.GetLevel = Level;
    });

    private static LogEventLevel Level(HttpContext http, double elapsed, Exception? exception) => http switch
    {
        { Response.StatusCode: >= 500 } => LogEventLevel.Error,
        _ when exception is not null => LogEventLevel.Error,
        _ when http.Request.Path.StartsWithSegments("/health") || http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null => LogEventLevel.Debug,
        _ => LogEventLevel.Information,
    };
}
