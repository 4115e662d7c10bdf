using Workscript.Web.Cli;
using Workscript.Web.Data;
using Workscript.Web.Features.Account;
using Workscript.Web.Features.Api;

using Workscript.Web.Features.Nodes;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Shared;
using Workscript.Web.Features.Tables;
using Workscript.Web.Features.Workflows.Editing;
using Workscript.Web.Hosting;
using Workscript.Web.Live;
using Workscript.Web.NodeHosting;

namespace Workscript.Web;

/// <summary>The table of contents. What is started how is in <see cref="CommandLine"/>; this is what the server is made of.</summary>
public sealed class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args);

    /// <summary>The server, built and not started. The arguments are the framework's, the settings those of the command line.</summary>
    internal static WebApplication Build(string[] args, DataFolder data, IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = "Workscript.Web" });
        builder.Configuration.AddEnvironment(settings);
        builder.WebHost.UseListening(builder.Configuration).UseStaticWebAssets();
        AddServices(builder.Services, builder.Configuration, data);

        var app = builder.Build();
        UseMiddleware(app);
        MapEndpoints(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration, DataFolder data)
    {
        services.AddSingleton(data);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<PublicAddress>();
        services.AddLogs(configuration, data);
        services.AddWorkscriptDb(DatabaseSettings.From(configuration, data.Path));
        services.AddSignIn();
        services.AddAccess();
        services.AddProblems();
        services.AddProxies(configuration);
        services.AddRateLimits(configuration);
        services.AddHealth();
        services.AddCompression();
        services.AddRazorPages(options => options.RootDirectory = "/Features");
        services.AddScoped<Fragments>();
        services.AddAccount();
        services.AddNodeHosting();
        services.AddLive();
        services.AddRuns();
        services.AddScoped<WorkflowDrafts>();
        services.AddScoped<StepHistory>();
        services.AddScoped<StepTrial>();
        services.AddNodes();
        services.AddScoped<TableChanges>();
        services.AddApi();
    }

    private static void UseMiddleware(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseRequestLog();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HostCookies>();
        app.UseResponseCompression();
        app.UseProblems();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<ForgeryGuard>();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapApi();
        app.MapCallbacks();
        app.MapRazorPages();
    }
}
