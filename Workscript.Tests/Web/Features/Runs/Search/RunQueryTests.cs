using Workscript.Web.Data;
using Workscript.Web.Features.Runs.Search;

namespace Workscript.Tests.Web.Features.Runs.Search;

public sealed class RunQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void QualifiersAndWordsAreToldApart()
    {
        var query = RunQuery.Parse("""  status:failed,cancelled workflow:intake label.customer:"Ada Lovelace" since:2d trigger:api time-out 471* """, Now);

        Assert.Empty(query.Problems);
        Assert.Equal([RunStatus.Failed, RunStatus.Cancelled], query.Filter.Statuses);
        Assert.Equal(("intake", TriggerKind.Api, Now.AddDays(-2)), (query.Filter.Workflow, query.Filter.Trigger, query.Filter.From));
        Assert.Equal([("customer", "Ada Lovelace")], query.Filter.Labels);
        Assert.Equal([new("time", true), new("out", true), new("471", false)], query.Filter.Text!.Words);
    }

    [Theory]
    [InlineData("status:done", "status: knows queued, running, waiting, completed, failed, cancelled, and not 'done'")]
    [InlineData("status:faild", "did you mean 'failed'?")]
    [InlineData("stauts:failed", "stauts: is no qualifier: did you mean status:?")]
    [InlineData("since:soon", "since: 'soon' is no time: write 2d,")]
    [InlineData("workflow:", "workflow: needs a value after the colon")]
    [InlineData("https://example.org", "Put \"https://example.org\" in quotes to look for it as words.")]
    [InlineData("is:tset", "is: knows test, over and open, and not 'tset': did you mean 'test'?")]
    public void WhatIsNotUnderstoodIsSaidAndFiltersNothing(string text, string problem)
    {
        var query = RunQuery.Parse($"{text} status:failed", Now);

        Assert.Contains(problem, Assert.Single(query.Problems));
        Assert.Equal([RunStatus.Failed], query.Filter.Statuses);
    }

    [Fact]
    public void StatesThatExcludeEachOtherFindNothing() => Assert.True(RunQuery.Parse("status:failed is:open", Now).Filter.IsNothing);

    [Fact]
    public void WordsAreLettersAndDigitsWithoutCaseAndAccents() =>
        Assert.Equal(["order", "4711", "muller", "日本語", "12", "50", "x"], RunWords.In("Order #4711: Müller (日本語), 12.50 \ud83d\ude00x"));

    [Fact]
    public void OfJsonTheValuesCountEvenWhenItIsCutAndSecretsDoNot() => Assert.Equal(
        ["Ada", "4711", "deep"],
        RunWords.ValuesIn("""{"who":"Ada","pass":{"pass":"hush"},"order":4711,"more":[{"pass":"deep"},"cut of""", new HashSet<string> { "pass" }));
}
