using System.Globalization;

namespace Workscript.Web.Cli.Bench;

/// <summary>The workloads of <c>workscript bench</c>: from one step to ten thousand rows.</summary>
internal static class Workloads
{
    public static IReadOnlyList<Workload> All() =>
    [
        Workload.Of("hello", "one log", Document("""{"log":{"message":"hello"}}""")),
        Workload.Of("chain10", "ten sums, each of the last", Chain(10)),
        new("chain10-bare", "the same without an engine: what these steps cost in the end", () => new(Sketch.Run(10))),
        Workload.Of("chain100", "a hundred values set", Document(Setters(100))),
        Workload.Of("loop900", "900 passes of a loop with two steps", Document("""{"while...":{"condition":{"left":"$.i","operator":"<","right":900},"do?":[{"math":{"operation":"add","values":["$.i",1]}},{"$.i":"$.mathResult"}]}}""", """{"i":0}""")),
        Workload.Of("nested20", "twenty steps, each on an edge of the last", Document(Nested(20), """{"n":20}""")),
        Workload.Of("data1k", "filter, sort and summarize over 1,000 objects", Data(1_000)),
        Workload.Of("data10k", "the same over 10,000", Data(10_000)),
        Workload.Reading("parse100", "text to program, 100 steps", Document(Setters(100))),
    ];

    private static string Document(string steps, string state = "{}") => $$"""{"id":"bench","name":"Bench","version":"1.0.0","initialState":{{state}},"workflow":[{{steps}}]}""";

    private static string Chain(int length) => Document(
        string.Join(',', Enumerable.Range(0, length).Select(i => i % 2 == 0 ? Math("add", i + 1) : Math("multiply", 2))),
        """{"mathResult":0}""");

    private static string Math(string operation, int operand) => $$"""{"math":{"operation":"{{operation}}","values":["$.mathResult",{{operand}}]} }""";

    // Nine in ten are constant, the tenth is read from the one before it.
    private static string Setters(int count) => string.Join(
        ',', Enumerable.Range(0, count).Select(i => i % 10 == 9 ? $"{{\"$.k{i}\":\"$.k{i - 1}\"}}" : $"{{\"$.k{i}\":{i * 3}}}"));

    private static string Nested(int depth) => Enumerable.Range(0, depth).Reverse().Aggregate(
        "", (inner, i) => $"{{\"log\":{{\"message\":\"step {i} of {{{{$.n}}}}\"{(inner.Length > 0 ? $",\"success?\":{inner}" : "")}}}}}");

    private static string Data(int count)
    {
        // Any numbers will do that look like chance and are the same each time: multiples of a prime.
        int Pick(int i, int prime, int range) => (int)((long)i * prime % 10_007 % range);
        string[] regions = ["north", "south", "east", "west"];
        var rows = Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":{{i + 1}},"name":"Item {{Pick(i, 4_409, count)}}","category":"c{{Pick(i, 1_013, 10)}}","region":"{{regions[Pick(i, 7_919, 4)]}}","price":{{(100 + Pick(i, 6_007, 9_900)) / 50m}},"qty":{{1 + Pick(i, 3_001, 20)}},"active":{{(Pick(i, 2_003, 5) > 0 ? "true" : "false")}},"created":"2024-{{1 + Pick(i, 5_003, 12):00}}-{{1 + Pick(i, 9_001, 28):00}}"}"""));
        return Document(
            """
            {"filter":{"items":"$.rows","matchMode":"all","conditions":[{"field":"active","dataType":"boolean","operation":"true"},{"field":"price","dataType":"number","operation":"gt","value":50}]}},
            {"sort":{"type":"simple","fieldsToSortBy":[{"fieldName":"price","order":"descending"},{"fieldName":"name","order":"ascending"}]}},
            {"summarize":{"fieldsToSplitBy":["category","region"],"fieldsToSummarize":[
              {"fieldToAggregate":"price","aggregation":"sum","outputFieldName":"revenue"},
              {"fieldToAggregate":"qty","aggregation":"average","outputFieldName":"avgQty"},
              {"fieldToAggregate":"id","aggregation":"count","outputFieldName":"n"},
              {"fieldToAggregate":"price","aggregation":"max","outputFieldName":"top"}]}}
            """,
            $$"""{"rows":[{{string.Join(',', rows)}}]}""");
    }
}
