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
    [InlineData(@"^[\w-.]+@x$", "", "a-b.c@x", true)]
    [InlineData(@"^[\s-.]+$", "", "\ufeff-.", true)]
    [InlineData(@"^\S$", "", "\u0085", true)]
    [InlineData(@"^[\W\d]+$", "", "1é", true)]
    [InlineData("^[^]$", "", "\n", true)]
    [InlineData("[]", "", "a", false)]
    [InlineData("^[a-z-[b]]$", "", "[]", true)]
    [InlineData(@"^\a\_\/\-$", "", "a_/-", true)]
    [InlineData(@"^(?<a>.)(.)\2\1$", "", "xyyx", true)]
    public void PatternsMatchAsInEcmaScript(string pattern, string flags, string text, bool isMatch) =>
        Assert.Equal(isMatch, UserPattern.Compile(pattern, flags).IsMatch(text));

    [Theory]
    [InlineData("b+", "abbc", "[$&]", "a[bb]c")]
    [InlineData("(a)(b)?", "ac", "$1$2$3$$", "a$3$c")]
    [InlineData("(?<word>[a-z]+)", "hi you", "<$<word>>", "<hi> <you>")]
    [InlineData("(?<day>\\d+)/(\\d+)", "1/2", "$2.$1.$<day>", "2.1.1")]
    [InlineData("b", "abc", "[$`|$']", "a[a|c]c")]
    [InlineData("x*", "ab", "-", "-a-b-")]
    [InlineData("z", "ab", "-", "ab")]
    [InlineData("", "", "-", "-")]
    public void ReplacementsKnowTheirDollars(string pattern, string text, string by, string result) =>
        Assert.Equal(result, UserPattern.Compile(pattern).Replace(text, by));

    [Theory]
    [InlineData("a.b.c", ".", "[$&]", "a[.]b[.]c")]
    [InlineData("a.b", ".", "$$$1$`$'", "a$$1abb")]
    [InlineData("ab", "", "-", "-a-b-")]
    [InlineData("ab", "x", "-", "ab")]
    public void PartsAreReplacedWithTheSameDollars(string text, string part, string by, string result) =>
        Assert.Equal(result, Replacement.Replace(text, part, by, all: true));

    [Fact]
    public void OnlyTheFirstIsReplacedOnRequest() => Assert.Equal("-ba", UserPattern.Compile("a").Replace("aba", "-", all: false));

    [Theory]
    [InlineData("(", "")]
    [InlineData("a", "x")]
    public void WhatIsNoPatternIsAnError(string pattern, string flags) => Assert.ThrowsAny<ArgumentException>(() => UserPattern.Compile(pattern, flags));

    [Fact]
    public void WhatIsWrongIsSaidOfThePatternAsItWasWritten() =>
        Assert.Equal("Invalid pattern 'a.('. Not enough )'s.", Assert.Throws<ArgumentException>(() => UserPattern.Compile("a.(")).Message);

    [Fact]
    public void AReplacementThatMultipliesIsStopped()
    {
        var text = new string('a', 100_000);
        Assert.Throws<ValueLimitException>(() => UserPattern.Compile("a").Replace(text, "$`$'"));
    }

    [Theory]
    [InlineData("(.{1,500}){1,10}x", "ab")]
    [InlineData("((.?.?){60}b){2}x", "ab")]
    [InlineData("([^x]{0,90}b?){90}x", "ab")]
    [InlineData(null, "ab")]
    public void WhatWouldTakeMinutesAndGigabytesIsTriedForAMoment(string? pattern, string text)
    {
        // A pattern of many different letters was as bad.
        pattern ??= string.Concat(Enumerable.Range(0x4000, 3_000).Select(letter => (char)letter));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Record.Exception(() => UserPattern.Compile(pattern).IsMatch(string.Concat(Enumerable.Repeat(text, 100_000))));
        Assert.True(error is null or RegexMatchTimeoutException);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 * 1024);
    }

    [Theory]
    [InlineData(@"^[\w.+-]+@[\w-]+(\.[\w-]+)+$", true)]
    [InlineData(@"(a+)+$", true)]
    [InlineData(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$", true)]
    [InlineData(@"(a{1,20}){4}", false)]
    [InlineData(@"(a|b)*a(a|b){30}", false)]
    public void SmallPatternsAreMatchedInLinearTime(string pattern, bool isLinear) =>
        Assert.Equal(isLinear, UserPattern.Compile(pattern).IsLinear);

    [Fact]
    public void PatternsThatTakeMuchMemoryAreNotKept()
    {
        var letters = string.Concat(Enumerable.Range(0x4000, 60).Select(letter => (char)letter));
        var first = UserPattern.Compile(letters);
        for (var i = 0; i < 4; i++)
        {
            UserPattern.Compile(letters + i);
        }

        Assert.NotSame(first, UserPattern.Compile(letters));
    }

    [Fact]
    public void ManySlowMatchesTogetherTakeTooLong()
    {
        // What refers back is matched by trial. Each of these matches is within the limit of one, all of them are not.
        var text = string.Concat(Enumerable.Repeat(new string('a', 16) + "!", 20_000));
        Assert.Throws<RegexMatchTimeoutException>(() => UserPattern.Compile(@"(a+)+\1b|!").Replace(text, "-"));
    }
}
