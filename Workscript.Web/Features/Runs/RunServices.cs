using Workscript.Web.Features.Runs.Search;

namespace Workscript.Web.Features.Runs;

public static class RunServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<ProgramCache>()
        .AddSingleton<ActiveRuns>()
        .AddSingleton<RunQueue>()
        .AddSingleton<RunBacklog>()
        .AddSingleton(provider => RunCaps.From(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<RunDriver>()
        .AddSingleton<RunLease>()
        .AddSingleton<WakeUps>()
        .AddSingleton<Callbacks>()
        .AddSingleton<RunIntake>()
        .AddSingleton<RunLauncher>()
        .AddSingleton<RunSteering>()
        .AddScoped<RunResuming>()
        .AddScoped<RunRetry>()
        .AddScoped<RunSearch>()
        .AddScoped<RunSuggestions>()
        .AddScoped<BulkSteering>()
        .AddSingleton<RunStates>()
        .AddScoped<RunTurns>()
        .AddScoped<RunReports>()
        .AddSingleton<StateHistory>()
        .AddSingleton<LiveRooms>()
        // The order counts: they stop from the last to the first, and the writer must outlive the worker, and the lease both.
        .AddHostedService<RunLeaseKeeper>()
        .AddSingleton<JournalWriter>()
        .AddHostedService(provider => provider.GetRequiredService<JournalWriter>())
        .AddSingleton<RunWorker>()
        .AddHostedService(provider => provider.GetRequiredService<RunWorker>())
        .AddHostedService<RunWaker>()
        .AddHostedService<RunListener>()
        .AddSingleton<RunIndexer>()
        .AddHostedService(provider => provider.GetRequiredService<RunIndexer>())
        .AddSingleton<ChosenRetention>()
        .AddSingleton<OldRuns>()
        .AddSingleton<OwnRetentions>()
        .AddSingleton<RunPruner>()
        .AddHostedService(provider => provider.GetRequiredService<RunPruner>())
        .AddSingleton<DayCounter>()
        .AddHostedService(provider => provider.GetRequiredService<DayCounter>());
}
