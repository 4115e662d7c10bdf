using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Workscript.Tests.Support;

/// <summary>Python's jsonschema, a validator that is not ours. One process checks a whole batch.</summary>
internal static class ReferenceSchemas
{
    // Debian's own Python, which has Debian's packages.
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import json, sys
        from jsonschema import Draft202012Validator, SchemaError
        sys.setrecursionlimit(100000)

        def check(schema, instances):
            try:
                Draft202012Validator.check_schema(schema)
            except SchemaError as e:
                return "schema: " + e.message
            validator = Draft202012Validator(schema)
            return [next(("/".join(map(str, e.absolute_path)) + ": " + e.message for e in validator.iter_errors(i)), None) for i in instances]

        print(json.dumps([check(json.loads(b["schema"]), [json.loads(i) for i in b["instances"]]) for b in json.load(sys.stdin)]))
        """;

    /// <summary>For each instance, as JSON text, what is wrong with it; null where it is valid.</summary>
    public static async Task<IReadOnlyList<string?>> CheckAsync(string schema, IReadOnlyList<string> instances) => (await CheckAsync([(schema, instances)]))[0];

    public static async Task<IReadOnlyList<IReadOnlyList<string?>>> CheckAsync(IReadOnlyList<(string Schema, IReadOnlyList<string> Instances)> batches)
    {
        var start = new ProcessStartInfo(Python, ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(batches.Select(batch => new { schema = batch.Schema, instances = batch.Instances })));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"python3-jsonschema, which scripts/test installs: {await errors}");
        using var answer = JsonDocument.Parse(await output);
        return [.. answer.RootElement.EnumerateArray().Select(Verdicts)];
    }

    private static IReadOnlyList<string?> Verdicts(JsonElement answer)
    {
        Assert.True(answer.ValueKind == JsonValueKind.Array, answer.ToString());
        return [.. answer.EnumerateArray().Select(verdict => verdict.GetString())];
    }
}
