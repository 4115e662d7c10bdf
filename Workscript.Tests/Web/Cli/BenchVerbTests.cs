using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Cli;

public sealed class BenchVerbTests
{
    [Fact]
    public async Task EachWorkloadIsMeasured()
    {
        var done = await Shell.RunAsync("bench", "--seconds", "0.01", "--json");
        Assert.Equal(0, done.Code);
        var figures = Json.Read(done.Output);
        Assert.True(figures["firstResultMs"].AsDouble > 0);
        Assert.Equal(
            ["hello", "chain10", "chain10-bare", "chain100", "loop900", "nested20", "data1k", "data10k", "parse100"],
            figures["workloads"].AsList!.Select(row => row["workload"].AsText));
        Assert.All(figures["workloads"].AsList!, row => Assert.True(row["runsPerSecond"].AsDouble > 0 && row["bytesPerRun"].AsDouble > 0 && row["p99Us"].AsDouble >= row["p50Us"].AsDouble));
        Assert.Equal([1, 10, 10, 100], figures["workloads"].AsList!.Take(4).Select(row => Math.Round(row["stepsPerSecond"].AsDouble / row["runsPerSecond"].AsDouble)));
    }

    [Fact]
    public async Task AFileOfOnesOwnIsMeasuredInATable()
    {
        using var folder = new TempFolder();
        var file = folder.Write("mine.json", """{"id":"mine","name":"Mine","version":"1.0.0","workflow":["empty"]}""");
        var done = await Shell.RunAsync("bench", "--seconds", "0.01", file);
        Assert.Equal(0, done.Code);
        Assert.Matches(@"(?m)^mine +[0-9,.]+ ", done.Output);
        Assert.Matches("first result [0-9.]+ s", done.Output);
    }

    [Fact]
    public async Task WhatIsNoWorkflowIsNotMeasured()
    {
        using var folder = new TempFolder();
        var file = folder.Write("bad.json", "{}");
        Assert.Equal(2, (await Shell.RunAsync("bench", file)).Code);
        Assert.Contains("--seconds", (await Shell.RunAsync("bench", "--seconds", "no")).Error);
    }
}
