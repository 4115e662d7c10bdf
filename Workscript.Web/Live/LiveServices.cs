namespace Workscript.Web.Live;

public static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<RecordPages>()
        .AddSingleton<RunFeed>();
}
