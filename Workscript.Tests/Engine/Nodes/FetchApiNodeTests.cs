using System.Text;
using Workscript.Engine.Execution;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Nodes;

public sealed class FetchApiNodeTests
{
    [Fact]
    public async Task AnAnswerIsHandedOnAndKeptInTheState()
    {
        var host = new AnsweringHost(Answer(200, """{"name":"Ada","n":[1,2]}"""));
        var (result, records) = await RunAsync(""" "url":"https://example.org/a b?q=ä" """, host);
        var call = Assert.Single(host.Calls);
        Assert.Equal(("GET", "https://example.org/a%20b?q=%C3%A4", TimeSpan.FromSeconds(30), 0), (call.Method, call.Url.AbsoluteUri, call.Timeout, call.Body.Length));
        Assert.Equal("success", records[0].Edge);
        Assert.Equal(
            Documents.Json("""{"data":{"name":"Ada","n":[1,2]},"status":200,"statusText":"Fine","headers":{"x-id":"7"},"url":"https://example.org/final","redirected":true}"""),
            records[0].Output);
        Assert.Equal(Documents.Json("""{"fetchResponse":{"name":"Ada","n":[1,2]},"fetchStatus":200,"fetchHeaders":{"x-id":"7"}}"""), result.State);
    }

    [Theory]
    [InlineData(204, "success")]
    [InlineData(304, "success")]
    [InlineData(404, "clientError")]
    [InlineData(429, "clientError")]
    [InlineData(503, "serverError")]
    public async Task TheStatusNamesTheEdge(int status, string edge)
    {
        var (result, records) = await RunAsync(""" "url":"http://example.org" """, new AnsweringHost(Answer(status, "")));
        Assert.Equal((edge, status, RunOutcome.Completed), (records[0].Edge, (int)result.State["fetchStatus"].AsDouble, result.Outcome));
        Assert.Null(records[0].Error);
    }

    [Theory]
    [InlineData("""{"a":[1,"ü"]}""", """{"a":[1,"ü"]}""", "application/json")]
    [InlineData("""["x"]""", """["x"]""", "application/json")]
    [InlineData("\"a=1\"", "a=1", "text/plain;charset=UTF-8")]
    [InlineData("5", "5", "text/plain;charset=UTF-8")]
    [InlineData("\"\"", "", null)]
    [InlineData("null", "", null)]
    public async Task ABodySaysWhatItIs(string body, string sent, string? type)
    {
        var call = await CallAsync($$""" "url":"http://example.org","method":"post","body":{{body}} """);
        Assert.Equal(("POST", sent, type), (call.Method, Encoding.UTF8.GetString(call.Body.Span), Header(call, "Content-Type")));
    }

    [Fact]
    public async Task HeadersAreSentAsGivenAndThoseWithoutAValueAreNot()
    {
        var call = await CallAsync(""" "url":"http://example.org","method":"PUT","body":{"a":1},"headers":{"content-type":"application/vnd.x+json","X-Try":2,"X-None":"$.nowhere"} """);
        Assert.Equal([new("content-type", "application/vnd.x+json"), new("X-Try", "2")], call.Headers);
    }

    [Fact]
    public async Task ABodyBecomesAFormWhereTheContentTypeSaysSo()
    {
        var call = await CallAsync("""
            "url":"http://example.org","method":"POST","headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":{"a b":"x&y","tag":["p","q"],"none":null}
            """);
        Assert.Equal("a+b=x%26y&tag=p&tag=q&none=", Encoding.UTF8.GetString(call.Body.Span));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    public async Task OtherMethodsSendNoBody(string method)
    {
        var call = await CallAsync($$""" "url":"http://example.org","method":"{{method}}","body":{"a":1} """);
        Assert.Equal((method, 0, 0), (call.Method, call.Body.Length, call.Headers.Count));
    }

    [Theory]
    [InlineData("json", """{"a":1}""", """{"a":1}""")]
    [InlineData("json", "\ufeff[1]", "[1]")]
    [InlineData("json", "<p>no</p>", "\"<p>no</p>\"")]
    [InlineData("json", "", "\"\"")]
    [InlineData("json", "{} x", "\"{} x\"")]
    [InlineData("text", "{}", "\"{}\"")]
    [InlineData("blob", "\u00ff", "\"w78=\"")]
    [InlineData("arrayBuffer", "abc", "\"YWJj\"")]
    public async Task TheAnswerIsReadAsAsked(string type, string body, string data)
    {
        var (result, _) = await RunAsync($$""" "url":"http://example.org","responseType":"{{type}}" """, new AnsweringHost(Answer(200, body)));
        Assert.Equal(Documents.Json(data), result.State["fetchResponse"]);
    }

    [Theory]
    [InlineData("text/html; charset=ISO-8859-1", new byte[] { 0xe4, 0x80 }, "ä€")]
    [InlineData("text/html; charset=\"utf-16\"", new byte[] { 0xe4, 0 }, "ä")]
    [InlineData("text/html; charset=klingon", new byte[] { 0xc3, 0xa4 }, "ä")]
    [InlineData("text/html", new byte[] { 0x61, 0xff }, "a\ufffd")]
    public async Task TextIsReadInItsCharset(string type, byte[] body, string text)
    {
        var answer = Answer(200, "") with { Body = body, Headers = [new("content-type", type)] };
        var (result, _) = await RunAsync(""" "url":"http://example.org","responseType":"text" """, new AnsweringHost(answer));
        Assert.Equal(text, result.State["fetchResponse"].AsText);
    }

    [Fact]
    public async Task JsonThatIsTooDeepForTheStateStaysText()
    {
        var deep = new string('[', 195) + new string(']', 195);
        var (result, _) = await RunAsync(""" "url":"http://example.org" """, new AnsweringHost(Answer(200, deep)));
        Assert.Equal(deep, result.State["fetchResponse"].AsText);
    }

    [Theory]
    [InlineData("""{"headers":"x"}""", "Invalid headers")]
    [InlineData("""{"timeout":0}""", "Invalid timeout")]
    [InlineData("""{"timeout":"soon"}""", "Invalid timeout")]
    [InlineData("""{"timeout":"3d"}""", "Invalid timeout")]
    [InlineData("""{"responseType":"xml"}""", "Invalid response type: xml")]
    [InlineData("""{"url":"/etc/passwd"}""", "Invalid URL format: /etc/passwd")]
    [InlineData("""{"url":"file:///etc/passwd"}""", "Invalid URL format: file:///etc/passwd")]
    [InlineData("""{"url":7}""", "Missing required parameter: url")]
    public async Task WrongParametersTakeTheErrorEdgeAndSendNothing(string config, string message)
    {
        var host = new AnsweringHost(Answer(200, ""));
        var merged = config.Contains("url") ? config[1..^1] : $"\"url\":\"http://example.org\",{config[1..^1]}";
        var (result, records) = await RunAsync(merged, host);
        Assert.Contains(message, records[0].Error!.Message);
        Assert.Empty(host.Calls);
        Assert.Equal(RunOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task WithoutAnAnswerTheErrorEdgeHasTheCode()
    {
        var host = new AnsweringHost(new NodeException("CONNECTION", "The connection to example.org failed"));
        var (_, records) = await RunAsync(""" "url":"http://example.org" """, host);
        Assert.Equal(Documents.Json("""{"error":"The connection to example.org failed","code":"CONNECTION","nodeId":"fetchApi"}"""), records[0].Output);
        Assert.False(records[0].Error!.Thrown);
    }

    private static async Task<HttpCall> CallAsync(string config)
    {
        var host = new AnsweringHost(Answer(200, ""));
        await RunAsync(config, host);
        return Assert.Single(host.Calls);
    }

    private static Task<(RunResult Result, IReadOnlyList<StepRecord> Records)> RunAsync(string config, NodeHost host) =>
        Documents.RunAsync(Documents.With($$$"""{"fetchApi":{{{{config}}}}}"""), host: host);

    private static HttpAnswer Answer(int status, string body) =>
        new(status, "Fine", [new("x-id", "7")], Encoding.UTF8.GetBytes(body), new Uri("https://example.org/final"), true);

    private static string? Header(HttpCall call, string name) => call.Headers.FirstOrDefault(header => header.Key == name).Value;
}
