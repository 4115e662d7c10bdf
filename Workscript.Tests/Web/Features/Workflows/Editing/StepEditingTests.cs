using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Workscript.Engine.Nodes;
using Workscript.Tests.Engine;
using Workscript.Web.Features.Workflows.Editing;

namespace Workscript.Tests.Web.Features.Workflows.Editing;

/// <summary>Editing by form changes the text only where something was changed.</summary>
public sealed class StepEditingTests
{
    private const string Document = """
        {
          "id": "orders",
          "name": "Orders",   "version": "1.0.0",
          "workflow": [
            { "$.threshold": 100 },
            { "filter": {
                "items": "$.orders",
                "conditions": [ { "field": "total", "operation": "gt", "value": "$.threshold" } ],
                "passed?": { "sort": { "field": "total" } },
                "error?": "log"
            } },
            "log"
          ]
        }
        """;

    private static JsonText Text => JsonText.TryRead(Document)!;

    [Fact]
    public void TheOutlineNamesStepsAndEdgesInReadingOrder()
    {
        var outline = OutlineOf(Text);

        Assert.Equal(["$.threshold", "filter", "sort", "log"], Enumerable.Range(0, outline.Count).Select(i => outline.All.ElementAt(i).Key));
        var filter = outline.Find("/workflow/1")!;
        Assert.Equal(["passed", "error"], filter.Edges.Select(edge => edge.Name));
        Assert.Equal("log", filter.Edges[1].JumpTo);
        Assert.Equal(["filtered"], filter.OtherEdges.Select(edge => edge.Name));
        Assert.Equal("/workflow/1/filter/passed?", filter.Edges[0].Steps[0].Path);
        Assert.Equal("sort", outline.Around("/workflow/1/filter/passed?/sort/field")!.Key);
    }

    [Fact]
    public void AFieldChangesItsOwnTextOnly()
    {
        var changed = Type(Text, "/workflow/1", ("conditions/0/value", "250"));

        Assert.Equal(Document.Replace("\"value\": \"$.threshold\"", "\"value\": 250", StringComparison.Ordinal), changed.Text);
    }

    [Fact]
    public void AParameterThatWasNotThereGoesBeforeTheEdges()
    {
        var changed = Type(Text, "/workflow/1", ("matchMode", "any"), ("@name", "Big ones"));

        Assert.Contains("""
                "conditions": [ { "field": "total", "operation": "gt", "value": "$.threshold" } ],
                "matchMode": "any",
                "@name": "Big ones",
                "passed?"
        """.Trim(), changed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ARowIsAddedAndOneIsTakenAway()
    {
        var added = Type(Text, "/workflow/1", ("conditions/+/field", "status"), ("conditions/+/operation", "equals"), ("conditions/+/value", "paid"));
        Assert.Contains("""{ "field": "status", "operation": "equals", "value": "paid" }""", added.Text, StringComparison.Ordinal);

        var removed = Apply(added, "/workflow/1", new() { ["-:conditions/0"] = "1" });
        Assert.DoesNotContain("\"$.threshold\"", removed.Text[removed.Text.IndexOf("filter", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("\"paid\"", removed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ABareStepGetsAConfigWhenItIsGivenSomething()
    {
        var changed = Type(Text, "/workflow/2", ("message", "Done"));

        Assert.Equal(Document.Replace("    \"log\"\n", "    { \"log\": { \"message\": \"Done\" } }\n", StringComparison.Ordinal), changed.Text);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("\"5\"", "\"5\"")]
    [InlineData("Hello", "\"Hello\"")]
    [InlineData("$.a + 1", "\"$.a + 1\"")]
    [InlineData("[1,2]", "[1, 2]")]
    public void ASetterTakesWhatIsTypedAsWhatItIs(string typed, string json)
    {
        var changed = Type(Text, "/workflow/0", ("value", typed));

        Assert.Equal(Document.Replace("\"$.threshold\": 100", $"\"$.threshold\": {json}", StringComparison.Ordinal), changed.Text);
    }

    [Fact]
    public void AStepIsPutIntoAnEdgeThatHasOneAlready()
    {
        var (changed, path) = Text.Add(new("/workflow/1/filter/passed?", 1), "csv")!.Value;

        Assert.Equal("/workflow/1/filter/passed?/1", path);
        Assert.Equal(["sort", "csv"], OutlineOf(changed).Find("/workflow/1")!.Edges[0].Steps.Select(step => step.Key));
    }

    [Fact]
    public void EveryPlaceTakesEveryStepAndNothingElseMoves()
    {
        foreach (var step in OutlineOf(Text).All)
        {
            foreach (var place in Places(OutlineOf(Text)))
            {
                if (Text.Move(step, place) is not var (moved, path))
                {
                    continue;
                }

                Assert.Equal(step.Key, OutlineOf(moved).Find(path)?.Key);
                Assert.Equal(Others(Text), Others(moved));
            }
        }
    }

    [Fact]
    public void WhatIsSwitchedOffAndOnAgainIsAsItWas()
    {
        var filter = OutlineOf(Text).Find("/workflow/1")!;
        var off = Text.Disable(filter, true);
        Assert.True(OutlineOf(off).Find("/workflow/1")!.IsDisabled);

        Assert.Equal(Document, off.Disable(OutlineOf(off).Find("/workflow/1")!, false).Text);
    }

    [Fact]
    public void TheLastStepOfAnEdgeTakesTheEdgeWithIt()
    {
        var removed = Text.Remove(OutlineOf(Text).Find("/workflow/1/filter/passed?")!);

        Assert.Equal(["error"], OutlineOf(removed).Find("/workflow/1")!.Edges.Select(edge => edge.Name));
    }

    [Fact]
    public void AFormThatIsSentAsItCameChangesNothing()
    {
        foreach (var (text, step) in ConformanceCase.All.Select(one => JsonText.TryRead(one.Document)).OfType<JsonText>().SelectMany(text => OutlineOf(text).All.Append(WrittenStep.Head(text)).Select(step => (text, step))))
        {
            var form = new Dictionary<string, StringValues> { [TypedStep.KeyName] = step.Key };
            foreach (var field in StepFields.Of(text, step).All)
            {
                form[field.InputName] = field.Typed.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
            }

            foreach (var entry in StepFields.Of(text, step).Lists.SelectMany(group => group.Entries).Where(entry => entry.Name is not null))
            {
                form[$"n:{entry.Pointer}"] = entry.Name!;
            }

            Assert.Equal(text.Text, Apply(text, step.Path, form).Text);
        }
    }

    [Fact]
    public void WhatStandsBesideTheStepsIsChangedLikeAStep()
    {
        var named = Type(Text, "", ("name", "Orders, big and small"), ("settings/timeout", "5m"), ("settings/keep/runs", "100"));
        Assert.Equal(
            Document.Replace("\"Orders\"", "\"Orders, big and small\"", StringComparison.Ordinal)
                .Replace("\"version\": \"1.0.0\"", "\"version\": \"1.0.0\", \"settings\": { \"timeout\": \"5m\", \"keep\": { \"runs\": 100 } }", StringComparison.Ordinal),
            named.Text);

        var asked = Apply(Text, "", new() { ["n:inputs/+"] = "email", ["f:inputs/+/type"] = "string", ["f:inputs/+/required"] = "true", ["n:initialState/+"] = "count", ["f:initialState/+"] = "7" });
        Assert.Contains("""{ "email": { "type": "string", "required": true } }""", asked.Text, StringComparison.Ordinal);
        Assert.Contains("\"initialState\": { \"count\": 7 }", asked.Text, StringComparison.Ordinal);

        var renamed = Apply(asked, "", new() { ["n:inputs/email"] = "mail", ["f:inputs/email/help"] = "Who ordered" });
        Assert.Contains("""{ "mail": { "type": "string", "required": true, "help": "Who ordered" } }""", renamed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFormHasAPlaceForEveryParameterOfEveryNode()
    {
        foreach (var node in NodeCatalog.Standard.Nodes.Select(node => node.Info).Where(info => info.Id != "__state_setter__"))
        {
            var text = JsonText.TryRead($$$"""{"workflow":[{"{{{node.Id}}}":{}}]}""")!;
            var groups = StepFields.Of(text, OutlineOf(text).Steps[0]).Parameters;

            Assert.Equal(node.Parameters.Select(parameter => parameter.Name), groups.Select(group => group.Parameter.Name));
            Assert.All(groups, group => Assert.NotEmpty(group.AllFields));
        }
    }

    // Where the step that an edge jumps to stands elsewhere, the edge runs the node instead.
    private static IEnumerable<string> Others(JsonText text) => OutlineOf(text).All.Select(step => step.Key).Where(key => key != "log").Order();

    private static StepOutline OutlineOf(JsonText text) => StepOutline.Of(text, NodeCatalog.Standard);

    private static IEnumerable<StepPlace> Places(StepOutline outline) => Enumerable.Range(0, outline.Steps.Count + 1).Select(i => new StepPlace("/workflow", i))
        .Concat(outline.All.SelectMany(step => step.Edges).SelectMany(edge => Enumerable.Range(0, edge.Steps.Count + 1).Select(i => new StepPlace(edge.Path, i))));

    private static JsonText Type(JsonText text, string step, params (string Pointer, string Typed)[] fields) =>
        Apply(text, step, fields.ToDictionary(field => "f:" + field.Pointer, field => new StringValues(field.Typed)));

    private static JsonText Apply(JsonText text, string step, Dictionary<string, StringValues> form) =>
        new TypedStep(new FormCollection(form), NodeCatalog.Standard, step).ApplyTo(text);
}
