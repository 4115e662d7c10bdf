using System.Net;
using Workscript.Engine;
using Workscript.Engine.Nodes;

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
        .AddSingleton<NodeHost, WebNodeHost>()
        .AddSingleton(provider => new WorkflowEngine(NodeCatalog.Standard, provider.GetRequiredService<NodeHost>()));
}
