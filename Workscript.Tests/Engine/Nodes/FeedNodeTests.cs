using System.Text;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Nodes;

public sealed class FeedNodeTests
{
    private const string Rss = """
        <?xml version="1.0"?>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
          <channel>
            <title>News &amp; more</title><atom:link rel="self" href="https://example.org/feed"/><link>https://example.org/</link><description>All of it</description>
            <lastBuildDate>Tue, 10 Jun 2025 04:00:00 GMT</lastBuildDate><image><title>Logo</title><link>https://example.org/logo</link></image>
            <item>
              <media:title>Not this</media:title><title>First</title><link>/a</link><guid isPermaLink="false">id-1</guid><pubDate>Wed, 10 Jun 2025 04:00:00 EST</pubDate>
              <description>&lt;p&gt;Short&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded><dc:creator>Ada</dc:creator><category>x</category><category>y</category>
            </item>
            <item><title>Second</title><guid>https://example.org/b</guid><pubDate>10 Jun 2025 04:00 +0200</pubDate></item>
            <item><description>Third</description></item>
          </channel>
        </rss>
        """;

    [Fact]
    public async Task RssIsRead()
    {
        var (_, records) = await FetchAsync(Rss, "{}");
        Assert.Equal(Documents.Json("""{"title":"News & more","link":"https://example.org/","description":"All of it","updated":"2025-06-10T04:00:00.000Z"}"""), records[0].Output["feed"]);
        var items = records[0].Output["items"].AsList!;
        Assert.Equal(3, items.Count);
        Assert.Equal(
            Documents.Json("""
                {"id":"id-1","title":"First","link":"https://example.org/a","published":"2025-06-10T09:00:00.000Z","updated":"2025-06-10T09:00:00.000Z",
                 "summary":"<p>Short</p>","content":"<p>Long</p>","author":"Ada","categories":["x","y"]}
                """),
            items[0]);
        Assert.Equal(("https://example.org/b", "https://example.org/b", "2025-06-10T02:00:00.000Z"), (items[1]["id"].AsText, items[1]["link"].AsText, items[1]["published"].AsText));
        Assert.Equal((true, true, "Third"), (items[2]["id"].IsNull, items[2]["published"].IsNull, items[2]["summary"].AsText));
    }

    [Fact]
    public async Task RssOfTheFirstVersionIsRead()
    {
        var record = await ReadAsync("""
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
              <channel rdf:about="https://example.org/"><title>Old</title><link>https://example.org/</link><items><rdf:Seq><rdf:li resource="a"/></rdf:Seq></items></channel>
              <item rdf:about="https://example.org/a"><title>A</title><link>https://example.org/a</link><dc:date>2025-06-10T04:00:00+02:00</dc:date><dc:subject>s</dc:subject></item>
            </rdf:RDF>
            """);
        Assert.Equal("Old", record.Output["feed"]["title"].AsText);
        var item = Assert.Single(record.Output["items"].AsList!);
        Assert.Equal(("https://example.org/a", "2025-06-10T02:00:00.000Z", """["s"]"""), (item["id"].AsText, item["published"].AsText, item["categories"].ToString()));
    }

    [Fact]
    public async Task AtomIsRead()
    {
        var record = await ReadAsync("""
            <feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><subtitle>s</subtitle><link rel="self" href="https://example.org/feed"/><link href="https://example.org/"/><updated>2025-06-10T04:00:00Z</updated>
              <entry><id>tag:1</id><title type="html">A &amp;lt; B</title><link rel="edit" href="https://example.org/edit"/><link rel="alternate" href="https://example.org/1"/>
                <updated>2025-06-10T04:00:00Z</updated><author><name>Grace</name><uri>https://example.org/g</uri></author><category term="t" label="Tea"/>
                <summary>sum</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Hi <b>you</b></div></content></entry>
            </feed>
            """);
        Assert.Equal(Documents.Json("""{"title":"Blog","link":"https://example.org/","description":"s","updated":"2025-06-10T04:00:00.000Z"}"""), record.Output["feed"]);
        Assert.Equal(
            Documents.Json("""
                {"id":"tag:1","title":"A &lt; B","link":"https://example.org/1","published":"2025-06-10T04:00:00.000Z","updated":"2025-06-10T04:00:00.000Z","summary":"sum",
                 "content":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Hi <b>you</b></div>","author":"Grace","categories":["t"]}
                """),
            Assert.Single(record.Output["items"].AsList!));
    }

    [Theory]
    [InlineData("Tue, 10 Jun 2025 04:00:00 GMT", "2025-06-10T04:00:00.000Z")]
    [InlineData("10 Jun 25 04:00 PDT", "2025-06-10T11:00:00.000Z")]
    [InlineData("2025-06-10T04:00:00.5-02:30", "2025-06-10T06:30:00.500Z")]
    [InlineData("2025-06-10", "2025-06-10T00:00:00.000Z")]
    [InlineData("10:30", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public async Task DatesAreReadHoweverTheyAreWritten(string written, string? date)
    {
        var record = await ReadAsync($"<rss><channel><item><pubDate>{written}</pubDate></item></channel></rss>");
        Assert.Equal(date, record.Output["items"][0]["published"].AsText);
    }

    [Fact]
    public async Task TheLimitAndTheHeadersAreThoseOfTheStep()
    {
        var (host, records) = await FetchAsync(Rss, """{"limit":1,"headers":{"Accept":"text/xml"},"timeout":"5s"}""");
        Assert.Single(records[0].Output["items"].AsList!);
        var call = Assert.Single(host.Calls);
        Assert.Equal(("GET", TimeSpan.FromSeconds(5), "text/xml"), (call.Method, call.Timeout, Assert.Single(call.Headers).Value));
    }

    [Fact]
    public async Task AFeedWithoutItemsTakesAnEdgeOfItsOwn()
    {
        var record = await ReadAsync("<rss><channel><title>t</title></channel></rss>");
        Assert.Equal(("empty", 0), (record.Edge, (int)record.Output["count"].AsDouble));
    }

    [Fact]
    public async Task TheEncodingIsTheOneThatTheFeedDeclares()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes("<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>Новости</title></channel></rss>");
        var host = new AnsweringHost(new HttpAnswer(200, "OK", [], bytes, new Uri("https://example.org"), false));
        var (_, records) = await Documents.RunAsync(Documents.With("""{"feed":{"url":"https://example.org"}}"""), host: host);
        Assert.Equal("Новости", records[0].Output["feed"]["title"].AsText);
    }

    [Theory]
    [InlineData(200, "<html><p>x</p></html>", "INVALID_FEED", "This is neither RSS nor Atom: the document is a <html>")]
    [InlineData(200, "<!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><rss>&e;</rss>", "INVALID_XML", "document type")]
    [InlineData(200, "{}", "INVALID_XML", "cannot be read")]
    [InlineData(503, "", "HTTP_503", "example.org answers 503")]
    public async Task WhatIsNoFeedIsAnError(int status, string body, string code, string message)
    {
        var (_, records) = await FetchAsync(body, "{}", status);
        Assert.Equal(("error", code), (records[0].Edge, records[0].Error!.Code));
        Assert.Contains(message, records[0].Error!.Message);
    }

    [Theory]
    [InlineData("{}", "Missing required parameter: url, or data")]
    [InlineData("""{"data":"<rss/>","limit":0}""", "The limit must be a number of at least 1")]
    [InlineData("""{"url":"nowhere"}""", "Invalid URL format: nowhere")]
    public async Task WrongParametersAreSaid(string config, string message)
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"feed":CONFIG}""".Replace("CONFIG", config)));
        Assert.StartsWith(message, records[0].Error!.Message);
    }

    private static async Task<(AnsweringHost Host, IReadOnlyList<StepRecord> Records)> FetchAsync(string body, string config, int status = 200)
    {
        var host = new AnsweringHost(new HttpAnswer(status, "Fine", [], Encoding.UTF8.GetBytes(body.Trim()), new Uri("https://example.org/feed"), false));
        var merged = config.Insert(1, config.Length > 2 ? "\"url\":\"https://example.org/feed\"," : "\"url\":\"https://example.org/feed\"");
        var (_, records) = await Documents.RunAsync(Documents.With("""{"feed":CONFIG}""".Replace("CONFIG", merged)), host: host);
        return (host, records);
    }

    private static async Task<StepRecord> ReadAsync(string feed)
    {
        var (_, records) = await Documents.RunAsync(Documents.With("""{"feed":{}}"""), new RunOptions { State = ValueMap.Of("data", feed) });
        return records[0];
    }
}
