using Workscript.Engine.Nodes;

namespace Workscript.Tests.Engine.Nodes;

public sealed class FilePathTests
{
    [Theory]
    [InlineData("a/b.txt", "a|b.txt")]
    [InlineData("/a//b.txt", "a|b.txt")]
    [InlineData(@"a\b.txt", "a|b.txt")]
    [InlineData("./a/./b.txt/", "a|b.txt")]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("ä/日本 🙂.md", "ä|日本 🙂.md")]
    [InlineData("..a/b..c/nul0", "..a|b..c|nul0")]
    public void APathIsItsNamesBelowTheRoot(string path, string names) => Assert.Equal(names, string.Join('|', FilePath.Names(path)));

    [Theory]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData(@"a\..\..\b")]
    [InlineData("/../etc/passwd")]
    [InlineData("a\0.txt")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a/con")]
    [InlineData("NUL.txt")]
    [InlineData("com1 .log")]
    [InlineData("a./b")]
    [InlineData("a /b")]
    [InlineData("...")]
    [InlineData("half-\ud83d")]
    public void APathThatLeadsAwayOrHasAnImpossibleNameIsRefused(string path) =>
        Assert.Equal("INVALID_PATH", Assert.Throws<NodeException>(() => FilePath.Names(path)).Code);

    [Fact]
    public void ALongPathOrNameIsRefused()
    {
        Assert.Throws<NodeException>(() => FilePath.Names(new string('ä', 101)));
        Assert.Throws<NodeException>(() => FilePath.Names(string.Join('/', Enumerable.Repeat("abc", 300))));
        Assert.Equal(250, FilePath.Names(string.Join('/', Enumerable.Repeat("abc", 250))).Count);
    }
}
