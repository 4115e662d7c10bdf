using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Values;

public sealed class StatePathTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("a", "b", "c")]
    [InlineData("x y")]
    [InlineData("a.b", "c[0]")]
    [InlineData("it's", "back\\slash", "both\\'")]
    [InlineData("a", "0", "-")]
    [InlineData("")]
    [InlineData("", "")]
    [InlineData("\n", "ü", "$")]
    public void APathIsReadAsItWasWritten(params string[] names)
    {
        var path = StatePath.Of(names);

        Assert.Equal(path, StatePath.Parse(path.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("a.b")]
    [InlineData("$['a")]
    [InlineData("$['a'")]
    [InlineData("$['a\\")]
    public void AnythingElseIsRefused(string text) => Assert.Throws<FormatException>(() => StatePath.Parse(text));

    [Theory]
    [InlineData("1", """[1,9]""")]
    [InlineData("-1", """[1,9]""")]
    [InlineData("-2", """[9,2]""")]
    public void AnElementOfAListIsSetInPlace(string index, string list) =>
        Assert.Equal(Documents.Json(list), StatePath.Of(["a", index]).Apply(Documents.Json("[1,2]"), 9));

    [Theory]
    [InlineData("name")]
    [InlineData("7")]
    [InlineData("-3")]
    [InlineData("name", "deeper")]
    public void AListStaysAListWhenItHasNoSuchPlace(params string[] below)
    {
        var path = StatePath.Of(["a", .. below]);

        Assert.Equal(Documents.Json("[1,2]"), path.Apply(Documents.Json("[1,2]"), 9));
        Assert.Equal(Documents.Json("[1,2]"), path.Apply(Documents.Json("[1,2]"), Value.Missing));
    }

    [Fact]
    public void APlaceDeeperThanAValueCanBeIsNone()
    {
        var deepest = Enumerable.Repeat("a", ValueLimits.MemberDepth + 1).ToArray();

        Assert.Equal(ValueLimits.MemberDepth, StatePath.Of(deepest).Apply(Value.Missing, 1).Depth);
        Assert.NotNull(StatePath.TryParse(string.Join('.', deepest)));
        Assert.Throws<ValueLimitException>(() => StatePath.Of([.. deepest, "a"]));
        Assert.Null(StatePath.TryParse(string.Join('.', Enumerable.Repeat("a", 100_000))));
    }
}
