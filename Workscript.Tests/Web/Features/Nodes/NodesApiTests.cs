using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Workscript.Engine.Nodes;
using Workscript.Engine.Schemas;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Features.Nodes;

public sealed class NodesApiTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly NodeCatalog Catalog = NodeCatalog.Standard;

    // How a declaration is put in words, and how the engine evaluates it, is no part of what is shown.
    private static readonly string[] OfTheEngine = ["kindInWords", "isDeferred", "isVerbatim"];

    public static TheoryData<string> Ids => new(Catalog.Nodes.Select(node => node.Info.Id));

    [Theory]
    [InlineData("/api/v1/nodes?format=manifest")]
    [InlineData("/api/v1/schema")]
    [InlineData("/api/v1/nodes/log")]
    public async Task TheCatalogueNeedsAKey(string path)
    {
        using var stranger = shared.Server.Stranger();
        using var answer = await stranger.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task TheSchemaOfWorkflowsIsServed()
    {
        using var answer = await shared.Api.GetAsync("/api/v1/schema");
        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(WorkflowSchema.Write(Catalog), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task TheManifestIsServedAsText()
    {
        using var answer = await shared.Api.GetAsync("/api/v1/nodes?format=manifest");
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(Manifest.Write(Catalog), await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/v1/schema")]
    [InlineData("/api/v1/nodes?format=manifest")]
    public async Task WhoHasItAlreadyIsToldSo(string path)
    {
        using var first = await shared.Api.GetAsync(path);
        Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true });
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()) } } };
        using var second = await shared.Api.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task AnotherFormatIsRefused()
    {
        var problem = await shared.Api.GetJsonAsync("/nodes?format=xml", 400);
        Assert.Equal("format is 'xml': it must be json or manifest.", problem.Text("detail"));
    }

    [Fact]
    public async Task TheListHasEveryNode()
    {
        var list = await shared.Api.GetJsonAsync("/nodes?limit=200&format=json");
        Assert.Equal(Catalog.Nodes.Select(node => node.Info.Id).Order(StringComparer.Ordinal), list.GetProperty("items").EnumerateArray().Select(node => node.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task ANodeIsShownWithEverythingThatItDeclares(string id)
    {
        var info = Catalog.Find(id)!.Info;
        var node = await shared.Api.GetJsonAsync($"/nodes/{id}");
        AssertNamesAll<NodeInfo>(node);
        AssertSame(info.Parameters, node.GetProperty("parameters"));
        Assert.Equal(info.Edges.Select(edge => (edge.Name, edge.Help, edge.FallsBackTo)), node.GetProperty("edges").EnumerateArray().Select(edge => (edge.Text("name")!, edge.Text("help")!, edge.Text("fallsBackTo"))));
        Assert.All(node.GetProperty("edges").EnumerateArray(), AssertNamesAll<EdgeInfo>);
        Assert.Equal(info.HandsOn, node.GetProperty("handsOn").GetBoolean());
    }

    [Fact]
    public async Task PagesShowEverythingThatNodesDeclare()
    {
        using var reader = await shared.Server.SignInAsync("viewer");
        foreach (var info in Catalog.Nodes.Select(node => node.Info))
        {
            var page = WebUtility.HtmlDecode(await reader.Http.GetStringAsync($"/nodes/{info.Id}"));
            IEnumerable<string> words = [info.Summary, info.Example, .. info.StateKeys, .. info.Edges.Select(edge => edge.Name), .. info.Edges.SelectMany(edge => edge.Data), .. info.Parameters.SelectMany(Words)];
            Assert.All(words, word => Assert.Contains(word, page));
        }
    }

    /// <summary>A member for each property of the declaration, so that a property that is added is not forgotten here.</summary>
    private static void AssertNamesAll<T>(JsonElement shown)
    {
        var missing = typeof(T).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Where(name => !OfTheEngine.Contains(name) && !shown.TryGetProperty(name, out _));
        Assert.Empty(missing);
    }

    private static void AssertSame(IReadOnlyList<ParameterInfo> declared, JsonElement shown)
    {
        Assert.Equal(declared.Select(parameter => parameter.Name), shown.EnumerateArray().Select(parameter => parameter.Text("name")));
        foreach (var (parameter, json) in declared.Zip(shown.EnumerateArray()))
        {
            AssertNamesAll<ParameterInfo>(json);
            Assert.Equal(parameter.Choices, json.GetProperty("choices").EnumerateArray().Select(choice => choice.GetString()));
            AssertSame(parameter.Columns, json.GetProperty("columns"));
        }
    }

    private static IEnumerable<string> Words(ParameterInfo parameter) =>
        [parameter.Name, parameter.KindInWords, parameter.Default.ToString(), parameter.Placeholder ?? "", .. parameter.Choices, .. parameter.Columns.SelectMany(Words)];
}
