using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Cli;

/// <summary>The parts of the server that a verb uses without it: the database and the accounts.</summary>
internal static class Offline
{
    public static ServiceProvider Services(Arguments arguments) => Services(arguments.Data, arguments.Settings);

    public static ServiceProvider Services(DataFolder data, IReadOnlyDictionary<string, string?> settings)
    {
        data.Create();
        var configuration = Settings.Load(settings);
        var services = new ServiceCollection();
        services.AddLogging(logs => logs.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
        services.AddSingleton(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddWorkscriptDb(DatabaseSettings.From(configuration, data.Path));
        services.AddSignIn();
        return services.BuildServiceProvider();
    }
}
