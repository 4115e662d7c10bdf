using System.Net;
using Workscript.Engine;
using Workscript.Engine.Nodes;
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
        // Runs need nodes, and one node needs runs: it asks for them when it is executed.
        .AddSingleton(provider => new Lazy<ChildRuns>(provider.GetRequiredService<ChildRuns>))
        .AddSingleton(provider => ScriptPool.From(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<NodeHost, WebNodeHost>()
        .AddSingleton(provider => new WorkflowEngine(NodeCatalog.Standard, provider.GetRequiredService<NodeHost>()));
}
