using System.Text;
using Workscript.Engine.Nodes;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class DataFilesTests : IAsyncLifetime
{
    private readonly TempFolder _outside = new();
    private NodeWorld _world = null!;

    private FileFolder Files => _world.Host.Files;

    public async Task InitializeAsync()
    {
        _world = await NodeWorld.CreateAsync(settings: ("Files:QuotaMegabytes", "2"));
        _outside.Write("secret.txt", "secret");
        Directory.CreateDirectory(_world.FileAt("in"));
        await File.WriteAllTextAsync(_world.FileAt("in/file.txt"), "inside");
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        _outside.Dispose();
    }

    [Theory]
    [InlineData("link/secret.txt")]
    [InlineData("link")]
    [InlineData("secret-link")]
    [InlineData("relative/secret.txt")]
    [InlineData("chain/secret.txt")]
    [InlineData("through/secret.txt")]
    [InlineData("circle/a")]
    public async Task NoLinkLeadsOut(string path)
    {
        Directory.CreateSymbolicLink(_world.FileAt("link"), _outside.Path);
        File.CreateSymbolicLink(_world.FileAt("secret-link"), _outside["secret.txt"]);
        Directory.CreateSymbolicLink(_world.FileAt("relative"), Path.GetRelativePath(_world.FileAt(""), _outside.Path));
        Directory.CreateSymbolicLink(_world.FileAt("chain"), "in/../link");
        Directory.CreateSymbolicLink(_world.FileAt("in/deep"), _outside.Path);
        Directory.CreateSymbolicLink(_world.FileAt("through"), _world.FileAt("in/deep"));
        Directory.CreateSymbolicLink(_world.FileAt("circle"), "circle");

        Func<Task>[] attempts =
        [
            () => Files.ReadAsync(path, default),
            () => Files.WriteAsync(path, "x"u8.ToArray(), default),
            () => Files.AppendAsync(path, "x"u8.ToArray(), default),
            () => Files.ExistsAsync(path, default),
            () => Files.DeleteAsync(path, true, default),
            () => Files.CreateFolderAsync(path, default),
            () => Files.ListAsync(path, default),
            () => Files.CopyAsync(path, "copy", default),
            () => Files.CopyAsync("in/file.txt", path, default),
            () => Files.MoveAsync(path, "moved", default),
            () => Files.MoveAsync("in/file.txt", path, default),
        ];
        foreach (var attempt in attempts)
        {
            Assert.Equal("NOT_ALLOWED", (await Assert.ThrowsAsync<NodeException>(attempt)).Code);
        }

        Assert.Equal("secret", File.ReadAllText(_outside["secret.txt"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(_outside.Path));
    }

    [Fact]
    public async Task ALinkThatStaysInsideIsFollowedAlsoWhereTheDataFolderIsBehindOne()
    {
        Directory.CreateSymbolicLink(_world.FileAt("alias"), _world.FileAt("in"));
        Assert.Equal("inside", Text(await Files.ReadAsync("alias/file.txt", default)));

        Directory.Move(_world.FileAt(""), _outside["elsewhere"]);
        Directory.CreateSymbolicLink(_world.FileAt("").TrimEnd('/'), _outside["elsewhere"]);
        Assert.Equal("inside", Text(await Files.ReadAsync("in/file.txt", default)));
    }

    [Fact]
    public async Task DeletingAFolderLeavesAloneWhatLinksInItLeadTo()
    {
        Directory.CreateSymbolicLink(_world.FileAt("in/away"), _outside.Path);

        Assert.Equal(["file.txt"], (await Files.ListAsync("in", default))!.Select(entry => entry.Name));
        Assert.True(await Files.DeleteAsync("in", true, default));

        Assert.False(Directory.Exists(_world.FileAt("in")));
        Assert.True(File.Exists(_outside["secret.txt"]));
    }

    [Fact]
    public async Task AFileIsReplacedInOneStroke()
    {
        var contents = Enumerable.Range(0, 4).Select(i => new string((char)('a' + i), 200_000)).ToArray();
        await Files.WriteAsync("whole.txt", Encoding.UTF8.GetBytes(contents[0]), default);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await Files.WriteAsync("whole.txt", Encoding.UTF8.GetBytes(contents[i % 4]), default);
            }
        });
        do
        {
            Assert.Contains(Text(await Files.ReadAsync("whole.txt", default)), contents);
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.Empty(Directory.EnumerateFiles(_world.Data["incoming"]));
    }

    [Fact]
    public async Task ManyWhoAppendAtOnceLoseNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Files.AppendAsync("log.txt", Encoding.UTF8.GetBytes($"{i}\n"), default)));
        Assert.Equal(Enumerable.Range(0, 50), File.ReadAllLines(_world.FileAt("log.txt")).Select(int.Parse).Order());
    }

    [Fact]
    public async Task TheQuotaCountsWhatIsThere()
    {
        var megabyte = new byte[1 << 20];
        await Files.WriteAsync("one", megabyte, default);
        for (var i = 0; i < 5; i++)
        {
            await Files.WriteAsync("one", megabyte, default);
        }

        var e = await Assert.ThrowsAsync<NodeException>(() => Files.WriteAsync("two", megabyte, default));
        Assert.Equal(("QUOTA", "There is no room: files take 1 of 2 MiB. Delete some, or raise Files:QuotaMegabytes"), (e.Code, e.Message));
        Assert.Equal("QUOTA", (await Assert.ThrowsAsync<NodeException>(() => Files.CopyAsync("one", "two", default))).Code);
        Assert.Equal("QUOTA", (await Assert.ThrowsAsync<NodeException>(() => Files.AppendAsync("one", megabyte, default))).Code);
        await Files.DeleteAsync("one", false, default);
        await Files.WriteAsync("two", megabyte, default);
    }

    [Fact]
    public async Task WhatCannotBeDoneSaysWhyAndNotWhereTheDataIs()
    {
        var notAFolder = await Assert.ThrowsAsync<NodeException>(() => Files.WriteAsync("in/file.txt/below", "x"u8.ToArray(), default));
        Assert.Equal("FILE_ERROR", notAFolder.Code);
        Assert.DoesNotContain(_world.Data.Path, notAFolder.Message);
        Assert.Equal("IS_FOLDER", (await Assert.ThrowsAsync<NodeException>(() => Files.ReadAsync("in", default))).Code);
        Assert.Equal("IS_FOLDER", (await Assert.ThrowsAsync<NodeException>(() => Files.WriteAsync("in", default, default))).Code);
        Assert.Equal("NOT_ALLOWED", (await Assert.ThrowsAsync<NodeException>(() => Files.DeleteAsync("/", true, default))).Code);
        Assert.Equal("NOT_ALLOWED", (await Assert.ThrowsAsync<NodeException>(() => Files.MoveAsync("in", "in/below", default))).Code);
        Assert.Equal("NOT_EMPTY", (await Assert.ThrowsAsync<NodeException>(() => Files.DeleteAsync("in", false, default))).Code);
    }

    [Fact]
    public async Task NobodyElseMayReadTheFiles()
    {
        await Files.WriteAsync("new/private.txt", "x"u8.ToArray(), default);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_world.FileAt("new/private.txt")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_world.FileAt("new")));
        }
    }

    private static string Text(byte[]? content) => Encoding.UTF8.GetString(content!);
}
