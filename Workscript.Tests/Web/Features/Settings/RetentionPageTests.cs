using Microsoft.Extensions.DependencyInjection;
using Workscript.Tests.Support;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Tests.Web.Features.Settings;

public sealed class RetentionPageTests
{
    public static TheoryData<DatabaseProvider> Both => Databases.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task AnOwnersChoiceCountsInPlaceOfTheConfigurationUntilItIsTakenBack(DatabaseProvider provider)
    {
        await using var server = await WorkscriptServer.StartAsync(provider, new() { ["Retention:Age"] = "20d", ["Retention:Runs"] = "500" });
        var retention = server.Services.GetRequiredService<ChosenRetention>();
        using var person = await server.SignInAsync();

        using (var kept = await person.PostAsync("/settings/retention", new() { ["Age"] = "2d", ["Megabytes"] = "70" }))
        {
            Assert.Equal(302, (int)kept.StatusCode);
        }

        Assert.Equal((TimeSpan.FromDays(2), 500, 70), (await ReadAsync()) is var now ? (now.Age, now.Runs, now.Megabytes) : default);

        using (var wrong = await person.PostAsync("/settings/retention", new() { ["Age"] = "often" }))
        {
            Assert.Contains("it must be a duration", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var preview = await person.PostAsync("/settings/retention", new() { ["Age"] = "1d" }, "/settings/retention?handler=Preview"))
        {
            Assert.Contains("By their age no runs would go now.", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(TimeSpan.FromDays(2), (await ReadAsync()).Age);
        using var back = await person.PostAsync("/settings/retention", []);
        Assert.Equal((TimeSpan.FromDays(20), null), (await ReadAsync()) is var then ? (then.Age, then.Megabytes) : default);

        Task<Retention> ReadAsync() => retention.ReadAsync(default);
    }
}
