using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Nodes;

public sealed class FilesystemNodeTests(NodeWorld world) : IClassFixture<NodeWorld>
{
    [Fact]
    public async Task WhatIsWrittenIsReadAndWhatIsAppendedFollows()
    {
        var (result, records) = await RunAsync("""
            {"filesystem":{"operation":"write","path":"/notes/a.txt","content":"ä"}},
            {"filesystem":{"operation":"append","path":"notes\\a.txt","content":{"b":[1,2]}}},
            {"filesystem":{"operation":"read","path":"notes/a.txt"}}
            """);

        Assert.Equal("ä{\"b\":[1,2]}", result.State["fileContent"].AsText);
        Assert.Equal(@"notes\a.txt", result.State["fileWritten"].AsText);
        Assert.Equal(Documents.Json("""{"content":"ä{\"b\":[1,2]}","path":"notes/a.txt","size":13}"""), records[^1].Output);
    }

    [Fact]
    public async Task BytesGoInAndOutAsBase64()
    {
        var (result, _) = await RunAsync("""
            {"filesystem":{"operation":"write","path":"bytes.bin","content":"AP/+","encoding":"base64"}},
            {"filesystem":{"operation":"read","path":"bytes.bin","encoding":"base64"}}
            """);

        Assert.Equal("AP/+", result.State["fileContent"].AsText);
        Assert.Equal([0, 255, 254], await File.ReadAllBytesAsync(world.FileAt("bytes.bin")));
    }

    [Fact]
    public async Task FilesAreListedCopiedMovedAndDeleted()
    {
        var (result, records) = await RunAsync("""
            {"filesystem":{"operation":"write","path":"box/one.txt","content":"1"}},
            {"filesystem":{"operation":"copy","path":"box/one.txt","to":"box/two.txt"}},
            {"filesystem":{"operation":"move","path":"box/one.txt","to":"box/inner/three.txt"}},
            {"filesystem":{"operation":"list","path":"box"}},
            {"filesystem":{"operation":"delete","path":"box"}},
            {"filesystem":{"operation":"delete","path":"box","recursive":true}},
            {"filesystem":{"operation":"exists","path":"box"}}
            """);

        Assert.Equal(["inner box/inner folder", "two.txt box/two.txt file"], result.State["fileList"].AsList!.Select(e => $"{e["name"].AsText} {e["path"].AsText} {e["type"].AsText}"));
        Assert.Equal("NOT_EMPTY", records[4].Error!.Code);
        Assert.Equal(("success", "not_exists"), (records[5].Edge, records[6].Edge));
        Assert.False(result.State["fileExists"].IsTrue);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("list")]
    [InlineData("delete")]
    [InlineData("""copy","to":"b""")]
    [InlineData("""move","to":"b""")]
    public async Task WhatIsNotThereTakesItsOwnEdgeIfThatIsNamedAndElseIsAnError(string operation)
    {
        var step = """{"filesystem":{"operation":"OPERATION","path":"missing/file"EDGE}}""".Replace("OPERATION", operation);

        var (_, named) = await RunAsync(step.Replace("EDGE", ""","not_exists?":{"log":{"message":"{{$input.exists}}"}}"""));
        var (result, unnamed) = await RunAsync(step.Replace("EDGE", ""));

        Assert.Equal(("not_exists", null), (named[0].Edge, named[0].Error));
        Assert.Equal(("NOT_FOUND", "There is no file or folder 'missing/file'"), (unnamed[0].Error!.Code, unnamed[0].Error!.Message));
        Assert.Equal((RunOutcome.Completed, 1), (result.Outcome, result.Warnings));
    }

    [Theory]
    [InlineData("""{"path":"a"}""", "Missing operation or path")]
    [InlineData("""{"operation":"read","path":""}""", "Missing operation or path")]
    [InlineData("""{"operation":"shred","path":"a"}""", "Unknown operation: shred")]
    [InlineData("""{"operation":"write","path":"a"}""", "Missing content for write operation")]
    [InlineData("""{"operation":"copy","path":"a"}""", "Missing to for copy operation")]
    [InlineData("""{"operation":"read","path":"a","encoding":"latin1"}""", "Invalid encoding: latin1. Must be one of text, base64")]
    [InlineData("""{"operation":"write","path":"a","content":"?","encoding":"base64"}""", "The content is no base64")]
    [InlineData("""{"operation":"read","path":"../workscript.db"}""", "'../workscript.db' leads upwards: a path begins at the root and may not hold '..'")]
    public async Task WhatIsWrongIsSaid(string config, string message)
    {
        var (_, records) = await RunAsync($$"""{"filesystem":{{config}}}""");
        Assert.Equal(message, records[0].Error!.Message);
        Assert.False(records[0].Error!.Thrown);
    }

    [Fact]
    public async Task WhereThereAreNoFilesItSaysSo()
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"filesystem":{"operation":"read","path":"a"}}"""), host: new NodeHost());
        Assert.Equal(("NOT_AVAILABLE", false), (records[0].Error!.Code, records[0].Error!.Thrown));
    }

    private Task<(RunResult Result, IReadOnlyList<StepRecord> Records)> RunAsync(string steps) => Documents.RunAsync(Documents.With(steps), host: world.Host);
}
