using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Cli;

/// <summary>The parts of the server that a verb uses without it: the database and the accounts.</summary>
internal static class Offline
{
    public static ServiceProvider Services(Arguments arguments)
    {
        var data = arguments.Data;
        data.Create();
        var configuration = Settings.Load(arguments.Settings);
        var services = new ServiceCollection();
        services.AddLogging(logs => logs.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
        services.AddSingleton(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddWorkscriptDb(DatabaseSettings.From(configuration, data.Path));
        services.AddSignIn();
        return services.BuildServiceProvider();
    }
}
