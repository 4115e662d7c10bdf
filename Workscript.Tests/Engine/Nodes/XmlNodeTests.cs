using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class XmlNodeTests
{
    [Theory]
    [InlineData("<a>x</a>", """{"a":"x"}""")]
    [InlineData("\ufeff\n<?xml version='1.0' encoding='UTF-16'?><!-- c --><a/>", """{"a":""}""")]
    [InlineData("<a n='1'/>", """{"a":{"@n":"1"}}""")]
    [InlineData("<a n='1'> x </a>", """{"a":{"@n":"1","#text":" x "}}""")]
    [InlineData("<a><b>1</b><c/><b>2</b></a>", """{"a":{"b":["1","2"],"c":""}}""")]
    [InlineData("<a>\n  one <b>two</b> three\n</a>", """{"a":{"b":"two","#text":"one  three"}}""")]
    [InlineData("<a>&lt;&#228;<![CDATA[<b>]]></a>", """{"a":"<ä<b>"}""")]
    [InlineData("<x:a xmlns:x='u'><x:b y:c='d' xmlns:y='v'/></x:a>", """{"x:a":{"@xmlns:x":"u","x:b":{"@y:c":"d","@xmlns:y":"v"}}}""")]
    public async Task ElementsBecomeMembers(string xml, string value)
    {
        var record = await RunAsync(ValueMap.Of("data", xml), "{}");
        Assert.Equal(Documents.Json(value), record.Output["data"]);
    }

    [Fact]
    public async Task NamedElementsAreListsAndPlainValuesGetTypesWhenAsked()
    {
        var record = await RunAsync(ValueMap.Of("data", "<a id='7'><line><no>007</no><price>3.50</price></line><none/><ok>true</ok></a>"), """{"lists":["line"],"types":true}""");
        Assert.Equal(Documents.Json("""{"a":{"@id":7,"line":[{"no":"007","price":3.5}],"none":null,"ok":true}}"""), record.Output["data"]);
        Assert.Equal("a", record.Output["root"].AsText);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "document type")]
    [InlineData("<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;'>]><a>&m;</a>", "document type")]
    [InlineData("<a><b></a>", "cannot be read: ")]
    [InlineData("<a>&nbsp;</a>", "'nbsp'")]
    [InlineData("", "cannot be read")]
    public async Task WhatIsNoPlainXmlIsAnError(string xml, string message)
    {
        var record = await RunAsync(ValueMap.Of("data", xml), "{}");
        Assert.Equal("INVALID_XML", record.Error!.Code);
        Assert.Contains(message, record.Error.Message);
    }

    [Fact]
    public async Task DepthHasALimitAndWidthHasNone()
    {
        var deep = await RunAsync(ValueMap.Of("data", string.Concat(Enumerable.Repeat("<a>", 100_000))), "{}");
        Assert.Contains("nested deeper than", deep.Error!.Message);
        var allowed = await RunAsync(ValueMap.Of("data", $"{string.Concat(Enumerable.Repeat("<b/><a>", 92))}{string.Concat(Enumerable.Repeat("</a>", 92))}"[4..]), "{}");
        Assert.Null(allowed.Error);
        var wide = await RunAsync(ValueMap.Of("data", $"<a>{string.Concat(Enumerable.Repeat("<b>x</b>", 100_000))}</a>"), "{}");
        Assert.Equal(100_000, wide.Output["data"]["a"]["b"].AsList!.Count);
    }

    [Theory]
    [InlineData("""{"a":{"@n":1,"b":["x",null,"<&>"],"c":{"d":true}}}""", "<a n=\"1\">\n  <b>x</b>\n  <b/>\n  <b>&lt;&amp;&gt;</b>\n  <c>\n    <d>true</d>\n  </c>\n</a>\n")]
    [InlineData("""{"a":{"@q":"\"\n","#text":"t","b":"x"}}""", "<a q=\"&quot;&#10;\">t<b>x</b></a>\n")]
    [InlineData("""{"a":{"b":[]}}""", "<a/>\n")]
    [InlineData("""{"a":{"#text":"x\r😀"}}""", "<a>x&#13;😀</a>\n")]
    public async Task ValuesAreWrittenByTheSameConventions(string value, string xml)
    {
        var record = await RunAsync(ValueMap.Of("data", Documents.Json(value)), """{"operation":"write"}""");
        Assert.Equal("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml, record.Output["text"].AsText);
    }

    [Fact]
    public async Task WhatIsWrittenIsReadBack()
    {
        const string Data = """{"a":{"@x":"ä \"<\t","b":["1",{"@y":"2","#text":" 3 "}],"x:c":"line\r\nline"}}""";
        var xml = await RunAsync(ValueMap.Of("data", Documents.Json(Data.Replace("x:c", "c"))), """{"operation":"write","indent":false,"declaration":false}""");
        var back = await RunAsync(ValueMap.Of("data", xml.Output["text"]), "{}");
        Assert.Equal(Documents.Json(Data.Replace("x:c", "c")), back.Output["data"]);
    }

    [Theory]
    [InlineData("""{"a b":1}""", "{}", "'a b' cannot be the name")]
    [InlineData("""{"a":{"@":1}}""", "{}", "'' cannot be the name")]
    [InlineData("""{"a":{"b":[[1]]}}""", "{}", "'b' holds a list within a list")]
    [InlineData("""{"a":{"@b":{}}}""", "{}", "'@b' holds an object")]
    [InlineData("""{"a":"\u0001"}""", "{}", "U+0001 cannot be in XML")]
    [InlineData("""[1]""", """{"root":"a"}""", "a list cannot be the whole document")]
    [InlineData("""{"a":1,"b":2}""", "{}", "There is no element to write")]
    public async Task WhatHasNoFormInXmlIsAnError(string value, string options, string message)
    {
        var record = await RunAsync(ValueMap.Of("data", Documents.Json(value)), options.Replace("{", """{"operation":"write",""").Replace(",}", "}"));
        Assert.Contains(message, record.Error!.Message);
    }

    private static async Task<StepRecord> RunAsync(ValueMap state, string options)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$"""{"xml":{{options}}}"""), new RunOptions { State = state });
        return records[0];
    }
}
