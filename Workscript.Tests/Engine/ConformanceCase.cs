using System.Text.Json;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine;

/// <summary>
/// A case of the corpus in <c>Conformance/</c>: a document, and what running it comes to. <see cref="Expect"/> has <c>status</c> (completed, failed
/// or invalid), and of <c>state</c>, <c>statePaths</c>, <c>absent</c>, <c>errorContains</c>, <c>codes</c>, <c>logs</c> and <c>edges</c> what the case is about.
/// </summary>
internal sealed class ConformanceCase
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    private readonly JsonElement _workflow;

    private ConformanceCase(string file, JsonElement written)
    {
        File = file;
        Name = written.GetProperty("name").GetString()!;
        Expect = Json.Read(written.GetProperty("expect").GetRawText());
        _workflow = written.GetProperty("workflow");
    }

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Conformance"), "*.json").Order(StringComparer.Ordinal).SelectMany(ReadFile),
    ];

    public string File { get; }

    public string Name { get; }

    public Value Expect { get; }

    /// <summary>The document as it is written, with its numbers spelt as they are.</summary>
    public string Document => _workflow.GetRawText();

    public static ConformanceCase Find(string file, string name) => All.Single(one => one.File == file && one.Name == name);

    /// <summary>The names that stand where a node's name belongs.</summary>
    public IReadOnlySet<string> NodesNamed()
    {
        var names = new HashSet<string>();
        if (_workflow.ValueKind == JsonValueKind.Object && _workflow.TryGetProperty("workflow", out var steps))
        {
            AddNames(steps, names);
        }

        return names;
    }

    /// <summary>Whether the step is only named, by an edge or in an edge's list. Such steps are not among a case's edges.</summary>
    public bool IsTarget(string path)
    {
        var parts = path.Split('/')[1..];
        var at = _workflow;
        foreach (var part in parts)
        {
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(part)] : at.GetProperty(part.Replace("~1", "/").Replace("~0", "~"));
        }

        return at.ValueKind == JsonValueKind.String && parts.Length > 2;
    }

    private static IEnumerable<ConformanceCase> ReadFile(string path)
    {
        // Not disposed of: the cases read from it for as long as the tests run.
        var cases = JsonDocument.Parse(System.IO.File.ReadAllText(path), Deep);
        return cases.RootElement.EnumerateArray().Select(written => new ConformanceCase(Path.GetFileName(path), written));
    }

    private static void AddNames(JsonElement step, HashSet<string> names)
    {
        switch (step.ValueKind)
        {
            case JsonValueKind.String:
                names.Add(WithoutLoop(step.GetString()!));
                break;
            case JsonValueKind.Array:
                foreach (var item in step.EnumerateArray())
                {
                    AddNames(item, names);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in step.EnumerateObject())
                {
                    names.Add(WithoutLoop(member.Name));
                    AddNamesOfRoutes(member.Value, names);
                }

                break;
        }
    }

    private static void AddNamesOfRoutes(JsonElement config, HashSet<string> names)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var route in config.EnumerateObject().Where(member => member.Name.EndsWith('?')))
        {
            AddNames(route.Value, names);
        }
    }

    private static string WithoutLoop(string key) => key.EndsWith("...", StringComparison.Ordinal) ? key[..^3] : key;
}
