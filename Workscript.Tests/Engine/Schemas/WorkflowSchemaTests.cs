using Workscript.Engine;
using Workscript.Engine.Definitions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Schemas;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Schemas;

/// <summary>The schema of a workflow and the reader of workflows say the same of a document, as far as a schema can.</summary>
public sealed class WorkflowSchemaTests
{
    private const int Mutations = 2_000;

    private static readonly WorkflowEngine Engine = new();

    private static readonly string Schema = WorkflowSchema.Write(Engine.Catalog);

    /// <summary>What makes a document invalid and no schema can say, and why.</summary>
    private static readonly Dictionary<string, string> BeyondASchema = new()
    {
        [Codes.InvalidJson] = "a schema is about values, and this is none",
        [Codes.DuplicateKey] = "the value of a JSON text has each name once",
        [Codes.InvalidExpression] = "whether a text is an expression needs its grammar",
        [Codes.UnknownFunction] = "whether a text is an expression needs its grammar",
        [Codes.SecretAsText] = "whether a text is an expression needs its grammar",
        [$"{Codes.EdgeTargetNotFound} $."] = "whether a setter is among the top-level steps: one place of a document compared with another",
        [$"{Codes.SchemaValidationError} default of the input does not fit it: must be one of"] = "whether a default is among its choices: one place of a document compared with another",
        [$"{Codes.SchemaValidationError} bytes long"] = "how long the text is",
        [$"{Codes.SchemaValidationError} at most 10,000"] = "how many steps there are together, nested ones included",
    };

    private static IEnumerable<string> Corpus =>
    [
        .. ConformanceCase.All.Select(one => one.Document),
        .. NodeCatalog.Standard.Nodes.Select(node => node.Info.Example),
        .. Sources.Written("examples", ".json").Select(Sources.Read),
    ];

    [Fact]
    public async Task WhatTheReaderTakesIsValidAndWhatItRefusesForItsShapeIsNot()
    {
        var disagreements = await DisagreementsAsync([.. Corpus]);
        Assert.True(disagreements.Count == 0, string.Join("\n\n", disagreements));
    }

    [Fact]
    public async Task TheyAgreeAboutDocumentsMadeWrongByChance()
    {
        var mutations = new DocumentMutations(seed: 20260301);
        var corpus = Corpus.Where(document => document.Length < 4_000 && Engine.Read(document).IsValid).ToList();
        var documents = Enumerable.Range(0, Mutations).Select(i => mutations.Of(corpus[i % corpus.Count])).ToList();
        Assert.InRange(documents.Count(document => Engine.Read(document).IsValid), Mutations / 10, Mutations * 9 / 10);
        var disagreements = await DisagreementsAsync(documents);
        Assert.True(disagreements.Count == 0, string.Join("\n\n", disagreements.Take(20)));
    }

    [Theory]
    [InlineData("""{"log":{"mesage":"an unknown parameter","nope?":"empty"}}""")]
    [InlineData("""{"math":{"operation":"guess","values":"no list"}}""")]
    [InlineData("""{"wait":{"for":"soon"}}""")]
    [InlineData("\"math\"")]
    public async Task WhatIsOnlyAWarningIsValid(string step)
    {
        var document = Documents.With(step, "\"$schema\":\"./workflow.schema.json\",\"tags\":[],");
        Assert.True(Engine.Read(document).IsValid);
        Assert.Null((await ReferenceSchemas.CheckAsync(Schema, [document])).Single());
    }

    [Fact]
    public void ADocumentMayNameItsSchema() =>
        Assert.Empty(Engine.Read(Documents.With("\"empty\"", "\"$schema\":\"./workflow.schema.json\",")).Diagnostics);

    [Fact]
    public void EveryNodeIsDescribedForAnEditor()
    {
        var definitions = Json.Read(Schema)["$defs"];
        foreach (var info in Engine.Catalog.Nodes.Select(node => node.Info))
        {
            var config = definitions[$"node-{info.Id}"];
            Assert.StartsWith(info.Summary, config["description"].AsText, StringComparison.Ordinal);
            Assert.All(info.Edges, edge => Assert.StartsWith(edge.Help, config["properties"][edge.Name + "?"]["description"].AsText, StringComparison.Ordinal));
            Assert.All(info.Parameters, parameter => AssertDescribes(parameter, config["properties"][parameter.Name]));
        }
    }

    private static void AssertDescribes(ParameterInfo parameter, Value schema)
    {
        Assert.Equal($"{parameter.Help} ({parameter.KindInWords}{(parameter.Required ? ", required" : "")})", schema["description"].AsText);
        Assert.Equal(parameter.Default, schema["default"]);
        Assert.All(parameter.Choices, choice => Assert.Contains(choice, schema["examples"].AsList!));
        Assert.All(parameter.Columns, column => AssertDescribes(column, schema["items"]["properties"][column.Name]));
    }

    private static async Task<IReadOnlyList<string>> DisagreementsAsync(IReadOnlyList<string> documents)
    {
        var verdicts = await ReferenceSchemas.CheckAsync(Schema, documents);
        return [.. documents.Zip(verdicts, Disagreement).OfType<string>()];
    }

    private static string? Disagreement(string document, string? verdict)
    {
        var reading = Engine.Read(document);
        if (reading.IsValid)
        {
            return verdict is null ? null : $"The schema refuses what the reader takes:\n{document}\n{verdict}";
        }

        var ofShape = reading.Errors.FirstOrDefault(error => !IsBeyondASchema(error));
        return verdict is null && ofShape is not null ? $"The schema takes what the reader refuses:\n{document}\n{ofShape}" : null;
    }

    private static bool IsBeyondASchema(Diagnostic error) =>
        BeyondASchema.Keys.Any(key => key.Split(' ', 2) is [var code, .. var words] && code == error.Code && words.All(word => error.Message.Contains(word, StringComparison.Ordinal)));
}
