using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Features.Workflows;

/// <summary>Whatever is sent, the answer is a 4xx that says what is wrong, and the server goes on.</summary>
public sealed class HostileBodyTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Head = """{"definition":{"id":"x","name":"X","version":"1.0.0","workflow":["log"],""";

    public static TheoryData<string, int, string> Bodies => new()
    {
        { "", 400, "not JSON" },
        { " ", 400, "not JSON" },
        { "not json at all", 400, "not JSON" },
        { "null", 400, "must be a JSON object" },
        { "\"text\"", 400, "must be a JSON object" },
        { "{}", 400, "lacks 'definition'" },
        { """{"definition":{}} trailing""", 400, "not JSON" },
        { """{"definition":{},"definition":{}}""", 400, "given twice" },
        { """{"definitely":{}}""", 400, "known are 'definition'" },
        { """{"\ud800":1}""", 400, "half of a surrogate pair" },
        { "{\"definition\":{\"id\":\"a\0b\"}}", 400, "not JSON" },
        { "{\"definition\":\0}", 400, "not JSON" },
        { """{"definition":[]}""", 422, "must be object" },
        { """{"definition":17}""", 422, "must be object" },
        { Head + "\"n\":" + new string('[', 100) + new string(']', 100) + "}}", 422, "deeper than 64" },
        { Head + "\"n\":" + new string('[', 5_000), 400, "not JSON" },
        { Head + "\"name\":\"again\"}}", 422, "given twice" },
        { Head + """ "n":"\ud800"}}""", 422, "surrogate" },
        { Head + "\"n\":\"" + new string('x', 2_100_000) + "\"}}", 422, "2 MiB" },
        { Head + "\"n\":\"" + new string('x', 10_000_000) + "\"}}", 413, "larger than 4,194,304 bytes" },
        { """{"definition":{"id":"a\u0000b","name":"X","version":"1.0.0","workflow":["log"]}}""", 422, "id must match" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task ABodyIsAnsweredWithWhatIsWrong(string body, int status, string expected)
    {
        var problem = await shared.Api.PostJsonAsync("/workflows", body, status);

        Assert.Contains(expected, problem.GetRawText(), StringComparison.Ordinal);
        if (status != 413)
        {
            var error = problem.GetProperty("errors")[0];
            Assert.True(error.GetProperty("line").GetInt32() >= 1 && error.GetProperty("column").GetInt32() >= 1, error.GetRawText());
        }

        await shared.Api.GetJsonAsync("/workflows");
    }

    [Fact]
    public async Task BytesThatAreNoTextAreRefused()
    {
        using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes("{\"definition\":{\"id\":\""), 0xFF, 0xFE, .. Encoding.UTF8.GetBytes("\"}}")]);

        Assert.Contains("UTF-8", (await PostAsync(content, "application/json", 400)).Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task AnythingButJsonIsRefused(string type)
    {
        using var content = new StringContent("{\"definition\":{}}");

        Assert.Contains("application/json", (await PostAsync(content, type, 415)).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyWithoutEndIsCutOff()
    {
        using var content = new StreamContent(new Endless());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        await Assert.ThrowsAsync<HttpRequestException>(() => shared.Api.PostAsync("/api/v1/workflows", content));

        await shared.Api.GetJsonAsync("/workflows");
    }

    [Fact]
    public async Task ADefinitionAtTheLimitIsTaken()
    {
        var definition = ApiClient.Definition("\"log\"", "large", $""" "note":"{new string('x', 2_000_000)}", """);

        var answer = await shared.Api.PostJsonAsync("/workflows/validate", $$"""{"definition":{{definition}}}""");

        Assert.True(answer.GetProperty("valid").GetBoolean());
    }

    private async Task<JsonElement> PostAsync(HttpContent content, string type, int status)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await shared.Api.PostAsync("/api/v1/workflows", content);
        Assert.Equal(status, (int)answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
