using Microsoft.EntityFrameworkCore;
using Workscript.Tests.Support;
using Workscript.Web.Data;

namespace Workscript.Tests.Web.Data;

public sealed class DatabaseCauseTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task WhatTheDatabaseSaidIsFoundWhateverLiesAroundIt(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("nonsense"));
        Assert.NotNull(DatabaseCause.Of(refused));
        Assert.Same(DatabaseCause.Of(refused), DatabaseCause.Of(new InvalidOperationException("", new DbUpdateException("", refused))));
        Assert.Null(DatabaseCause.Of(new InvalidOperationException()));
    }
}
