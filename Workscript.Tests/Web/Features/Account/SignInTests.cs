using System.Net;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Features.Account;

public sealed class SignInTests
{
    private const string Refused = "do not match, or there were too many attempts";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task TheRightPasswordLetsIn(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider);
        using var person = await server.SignInAsync(Role.Viewer);

        using var account = await person.GetAsync("/account");

        Assert.Equal(HttpStatusCode.OK, account.StatusCode);
    }
}
