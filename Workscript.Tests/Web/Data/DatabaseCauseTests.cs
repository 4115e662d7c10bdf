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

    [Theory]
    [InlineData(1021)] // The disk is full.
    [InlineData(1205)] // Somebody else holds the lock.
    [InlineData(1213)] // Two hold what the other wants.
    [InlineData(1053)] // The server ends.
    public async Task WhatAServerCannotDoNowItMayDoLater(int code)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.MySql);
        await using var db = database.Open();
        var said = await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlAsync($"SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {code}"));
        Assert.True(DatabaseCause.IsAway(said), said.ToString());
    }

    [Fact]
    public async Task AContextWhoseTransactionBrokeIsAsGoodAsNewToTheNext()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.MySql);
        await using var other = database.Open();
        for (var round = 0; round < 3; round++)
        {
            await using (var db = database.Open())
            {
                await Assert.ThrowsAnyAsync<Exception>(() => db.InTransactionAsync(
                    async _ =>
                    {
                        var connection = (await db.Database.SqlQueryRaw<long>("SELECT CONNECTION_ID() AS Value").ToListAsync())[0];
                        await other.Database.ExecuteSqlAsync($"KILL {connection}");
                        return round == 0 ? throw new TimeoutException("for another reason") : await db.Runs.CountAsync();
                    },
                    CancellationToken.None));
            }

            await using var next = database.Open();
            Assert.Equal(0, await next.InTransactionAsync(_ => next.Runs.CountAsync(), CancellationToken.None));
            Assert.Equal(0, await next.Runs.CountAsync());
        }
    }

    [Fact]
    public async Task AConnectionThatBreaksSaysNothingOfWhatWasAsked()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.MySql);
        await using var db = database.Open();
        await using var other = database.Open();
        await db.Database.OpenConnectionAsync();
        var connection = (await db.Database.SqlQueryRaw<long>("SELECT CONNECTION_ID() AS Value").ToListAsync())[0];
        await other.Database.ExecuteSqlAsync($"KILL {connection}");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => db.Runs.CountAsync());

        Assert.True(DatabaseCause.IsAway(failure), failure.ToString());
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "DO 0";
        await db.Database.CloseConnectionAsync();
        var afterwards = await Assert.ThrowsAnyAsync<Exception>(() => command.ExecuteNonQueryAsync());
        Assert.True(DatabaseCause.IsAway(afterwards) && DatabaseCause.IsBroken(afterwards), afterwards.ToString());
    }
}
