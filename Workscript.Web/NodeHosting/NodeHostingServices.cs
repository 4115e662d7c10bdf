using System.Net;
using Workscript.Engine;
using Workscript.Engine.Nodes;
using Workscript.Web.Features.Runs;
using Workscript.Web.NodeHosting.Scripts;

namespace Workscript.Web.NodeHosting;

public static class NodeHostingServices
{
    public static IServiceCollection AddNodeHosting(this IServiceCollection services) => services
        .AddSingleton(provider => OutboundAllowance.From(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync)
        .AddSingleton<GuardedConnector>()
        .AddSingleton<GuardedHttp>()
        .AddSingleton<AtomicFiles>()
        .AddSingleton<DataFiles>()
        .AddSingleton<NodeDatabase>()
        .AddSingleton<StoredTables>()
        .AddSingleton<StoredKeys>()
        .AddSingleton<StoredSeenItems>()
        .AddSingleton<ResourceContents>()
        .AddSingleton<StoredResources>()
        .AddSingleton<ChildRuns>()
        // Runs need nodes, and some nodes need runs: they ask for them when they are executed.
        .AddSingleton(provider => new Lazy<Callbacks>(provider.GetRequiredService<Callbacks>))
        .AddSingleton(provider => new Lazy<ChildRuns>(provider.GetRequiredService<ChildRuns>))
        .AddSingleton(provider => ScriptPool.From(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<NodeHost, WebNodeHost>()
        .AddSingleton(provider => new WorkflowEngine(NodeCatalog.Standard, provider.GetRequiredService<NodeHost>()));
}
