using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Values;

public sealed class UserPatternTests
{
    [Theory]
    [InlineData("^b", "", "a\nb", false)]
    [InlineData("^b", "m", "a\nb", true)]
    [InlineData("a$", "", "a\n", false)]
    [InlineData("a$", "m", "a\nb", true)]
    [InlineData("a.b", "", "a\nb", false)]
    [InlineData("a.b", "", "a\rb", false)]
    [InlineData("a.b", "s", "a\nb", true)]
    [InlineData("ab", "gi", "AB", true)]
    [InlineData(@"^\d+$", "", "٣", false)]
    [InlineData("[.]", "", "x", false)]
    public void PatternsMatchAsInEcmaScript(string pattern, string flags, string text, bool isMatch) =>
        Assert.Equal(isMatch, UserPattern.Compile(pattern, flags).IsMatch(text));

    [Theory]
    [InlineData("b+", "abbc", "[$&]", "a[bb]c")]
    [InlineData("(a)(b)?", "ac", "$1$2$3$$", "a$3$c")]
    [InlineData("(?<word>[a-z]+)", "hi you", "<$<word>>", "<hi> <you>")]
    [InlineData("b", "abc", "[$`|$']", "a[a|c]c")]
    [InlineData("x*", "ab", "-", "-a-b-")]
    [InlineData("z", "ab", "-", "ab")]
    [InlineData("", "", "-", "-")]
    public void ReplacementsKnowTheirDollars(string pattern, string text, string by, string result) =>
        Assert.Equal(result, UserPattern.Replace(UserPattern.Compile(pattern), text, by));

    [Fact]
    public void OnlyTheFirstIsReplacedOnRequest() => Assert.Equal("-ba", UserPattern.Replace(UserPattern.Compile("a"), "aba", "-", all: false));

    [Theory]
    [InlineData("(", "")]
    [InlineData("a", "x")]
    public void WhatIsNoPatternIsAnError(string pattern, string flags) => Assert.ThrowsAny<ArgumentException>(() => UserPattern.Compile(pattern, flags));

    [Fact]
    public void AReplacementThatMultipliesIsStopped()
    {
        var text = new string('a', 100_000);
        Assert.Throws<ValueLimitException>(() => UserPattern.Replace(UserPattern.Compile("a"), text, "$`$'"));
    }

    [Fact]
    public void ManySlowMatchesTogetherTakeTooLong()
    {
        // What refers back is matched by trial. Each of these matches is within the limit of one, all of them are not.
        var text = string.Concat(Enumerable.Repeat(new string('a', 16) + "!", 20_000));
        Assert.Throws<RegexMatchTimeoutException>(() => UserPattern.Replace(UserPattern.Compile(@"(a+)+\1b|!"), text, "-"));
    }
}
