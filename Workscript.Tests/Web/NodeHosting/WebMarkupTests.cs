using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.NodeHosting;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class WebMarkupTests
{
    private readonly WebMarkup _markup = new();

    [Theory]
    [InlineData("a", "1 2 3")]
    [InlineData("#x a", "1 2")]
    [InlineData("#x > a", "1")]
    [InlineData("div>p>a", "2")]
    [InlineData("p + a", "3")]
    [InlineData("div ~ a", "3")]
    [InlineData("a:not(#x a)", "3")]
    [InlineData("p:has(> a) a", "2")]
    [InlineData("div:not(:has(b)):has(a) > a", "1")]
    [InlineData("#x > a, p a , p + a", "1 2 3")]
    [InlineData("a[title = 'x > y, z']", "1")]
    [InlineData("a:nth-child(2n + 1)", "1 2 3")]
    [InlineData(".we\\,ird", "3")]
    [InlineData("body *:is(.one,.two)", "1 2")]
    [InlineData("span a", "")]
    public void SelectorsMatchAsInABrowser(string selector, string texts)
    {
        const string Page = """<div id=x><a class=one title="x > y, z">1</a><p><a class=two>2</a></p></div><p></p><a class="we,ird">3</a>""";
        Assert.Equal(texts, string.Join(' ', All(Page, selector).Select(text => text.AsText)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , a")]
    [InlineData("a,")]
    [InlineData("> a")]
    [InlineData("a > > b")]
    [InlineData("a[b")]
    [InlineData("a:not(b")]
    [InlineData("a[b='c]")]
    [InlineData("a::nothing(")]
    [InlineData("!")]
    [InlineData("a:not(b c d)")]
    [InlineData("a:has(b:has(c))")]
    public void WhatIsNoSelectorIsSaid(string selector)
    {
        var query = new HtmlQuery(selector, [new("a", "a", HtmlContent.Text, "", false)]);
        Assert.Equal("INVALID_SELECTOR", Assert.Throws<NodeException>(() => _markup.Select("<a>x</a>", query, default)).Code);
    }

    [Theory]
    [InlineData("<p>One\n  two</p><p>Three<br>four</p>", "One two\n\nThree\nfour")]
    [InlineData("<head><title>t</title></head><body><script>x()</script><style>a{}</style>a&nbsp;<b>b</b> c", "a b c")]
    [InlineData("<h1>A</h1><ul><li>x<li>y</ul>z", "A\n\n- x\n- y\n\nz")]
    [InlineData("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a\tb\n1\t2")]
    [InlineData("<pre>a\n  b\n</pre>c", "a\n  b\n\nc")]
    [InlineData("<div>a</div> <div>b</div>", "a\nb")]
    [InlineData("", "")]
    public void TextIsAsOneWouldReadIt(string html, string text) => Assert.Equal(text, _markup.ToText(html, default));

    [Theory]
    [InlineData("<div>", 300_000)]
    [InlineData("<b>", 300_000)]
    [InlineData("<p>", 300_000)]
    [InlineData("<a><div>", 300_000)]
    [InlineData("<table>x", 300_000)]
    [InlineData("<template>", 300_000)]
    [InlineData("<svg>", 300_000)]
    [InlineData("x", 5_000_000)]
    public void PagesThatAreTooLargeOrTooDeepAreRefused(string part, int count)
    {
        var html = string.Concat(Enumerable.Repeat(part, count));
        Assert.Equal("TOO_LARGE", Assert.Throws<NodeException>(() => _markup.ToText(html, default)).Code);
    }

    [Fact]
    public void ALongSelectorOnADeepPageIsMatchedAtOnce()
    {
        var page = string.Concat(Enumerable.Repeat("<div>", 240)) + string.Concat(Enumerable.Repeat("<i></i>", 2_000));
        Assert.Empty(All(page, "div div div div div div div div div div section i"));
        Assert.Equal(2_000, All(page, "div div div div div div div div div div i").Count);
    }

    [Fact]
    public void ReadingEndsWhenTheStepIsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _markup.ToText("<p>x", cancellation.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => _markup.ToHtml("*x*", false, cancellation.Token));
    }

    [Fact]
    public void WhatIsTakenHasALimitThoughItIsTakenOftenFromOnePage()
    {
        var page = string.Concat(Enumerable.Repeat("<div>", 200)) + new string('x', 200_000);
        var query = new HtmlQuery(null, [new("a", "div", HtmlContent.Html, "", true)]);
        Assert.Equal("TOO_LARGE", Assert.Throws<NodeException>(() => _markup.Select(page, query, default)).Code);
    }

    [Theory]
    [InlineData("| a | b |\n|---|--:|\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th style=\"text-align: right;\">b</th>")]
    [InlineData("~~x~~ https://example.org", "<p><del>x</del> <a href=\"https://example.org\">https://example.org</a></p>")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>")]
    [InlineData("[x](https://example.org) [y](/a?b:c) [z](mailto:a@b.c)", "<p><a href=\"https://example.org\">x</a> <a href=\"/a?b:c\">y</a> <a href=\"mailto:a@b.c\">z</a></p>")]
    [InlineData("![x](data:image/png;base64,AA==)", "<p><img src=\"data:image/png;base64,AA==\" alt=\"x\" /></p>")]
    public void MarkdownBecomesHtml(string markdown, string html) => Assert.StartsWith(html, _markup.ToHtml(markdown, false, default));

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JavaScript&colon;alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("[x](data:text/html,x)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](javascript:x)")]
    [InlineData("[x]\n\n[x]: javascript:alert(1)")]
    public void LinksThatRunScriptsAreTakenOut(string markdown) =>
        Assert.DoesNotMatch("(href|src)=\"[^\"]", _markup.ToHtml(markdown, false, default));

    [Fact]
    public void HtmlInMarkdownStaysWhenItIsAllowed() => Assert.Equal("<p>a <b>b</b></p>\n", _markup.ToHtml("a <b>b</b>", true, default));

    [Theory]
    [InlineData("[a](", 50_000)]
    [InlineData("> ", 50_000)]
    [InlineData("[", 100_000)]
    [InlineData("*a ", 60_000)]
    [InlineData("a", 300_000)]
    [InlineData("|a|b|c|\n|-|-|-|\n", 20_000)]
    public void MarkdownThatAsksForTooMuchIsRefused(string part, int count)
    {
        var markdown = string.Concat(Enumerable.Repeat(part, count));
        var failure = Assert.Throws<NodeException>(() => _markup.ToHtml(markdown, false, default));
        Assert.True(failure.Code is "TOO_LARGE" or "TIMEOUT", failure.Message);
    }

    private ValueList All(string page, string selector) =>
        _markup.Select(page, new HtmlQuery(null, [new("a", selector, HtmlContent.Text, "", true)]), default)["a"].AsList!;
}
