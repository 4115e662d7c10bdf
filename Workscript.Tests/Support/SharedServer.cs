using Workscript.Web.Data;

namespace Workscript.Tests.Support;

/// <summary>One server for all tests of a class, with a client whose key may write. Tests keep out of each other's way by their workflows' ids.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public WorkscriptServer Server { get; private set; } = null!;

    public HttpClient Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await WorkscriptServer.StartAsync();
        Api = await Server.WithKeyAsync(ApiKeyScope.Write);
    }

    public async Task DisposeAsync()
    {
        Api.Dispose();
        await Server.DisposeAsync();
    }
}
