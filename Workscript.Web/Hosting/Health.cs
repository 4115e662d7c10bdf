using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>Two questions for whoever watches the server: does the process answer, and can it do its work.</summary>
internal static class Health
{
    private const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<MeasureDisk>(Measure)
        .AddSingleton<DiskWatch>()
        .AddHostedService(provider => provider.GetRequiredService<DiskWatch>())
        .AddHealthChecks()
        .AddCheck<DatabaseCheck>("database", tags: [Ready], timeout: TimeSpan.FromSeconds(5))
        .AddCheck<DiskCheck>("disk", tags: [Ready])
        .Services;

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static DiskSpace Measure(string folder)
    {
        var drive = new DriveInfo(folder);
        return new(drive.AvailableFreeSpace, drive.TotalSize);
    }

    /// <summary>One word and, where there is one, the reason.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var reasons = report.Entries.Values.Select(entry => entry.Description).OfType<string>();
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(string.Join("\n", reasons.Prepend($"{report.Status}")), context.RequestAborted);
    }

    /// <summary>Whether there is room for new runs.</summary>
    private sealed class DiskCheck(DiskWatch disk) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(disk.Shortage is { } shortage ? HealthCheckResult.Unhealthy(shortage.Message) : HealthCheckResult.Healthy());
    }

    /// <summary>Asks the database itself, each time: that its tables are those of this program.</summary>
    private sealed class DatabaseCheck(DatabaseMigrator migrator) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await migrator.PendingAsync(cancellationToken) is { Count: > 0 } pending
                ? HealthCheckResult.Unhealthy($"The database lacks {pending.Count} migrations")
                : HealthCheckResult.Healthy();
    }
}
