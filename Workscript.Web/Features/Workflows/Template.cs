using System.Text.RegularExpressions;

namespace Workscript.Web.Features.Workflows;

/// <summary>A workflow to begin with, which does something that people want with what every server has.</summary>
/// <param name="Id">Also the id of its document, which has its title and says what it does.</param>
/// <param name="Needs">What it needs beyond this server; null when it runs as it is.</param>
public sealed partial record Template(string Id, string? Needs = null)
{
    private const string Internet = "Needs the internet";

    private readonly Lazy<string> _text = new(() => Read(Id));

    public static IReadOnlyList<Template> All { get; } =
    [
        new("order-intake"),
        new("expense-approval", "Needs a person who answers"),
        new("daily-numbers"),
        new("invoice-check"),
        new("csv-cleanup"),
        new("form-answers"),
        new("web-page-watch", Internet),
        new("feed-digest", Internet),
        new("stale-data-alarm", Internet),
        new("dedupe-contacts"),
        new("json-transform", "Needs a program that calls it"),
        new("lead-scoring"),
        new("retry-until-up", Internet),
        new("paginated-fetch", Internet),
        new("daily-digest", Internet),
    ];

    /// <summary>Those that a page without room for all shows.</summary>
    public static IReadOnlyList<Template> First { get; } = [.. All.Take(6)];

    /// <summary>The document.</summary>
    public string Text => _text.Value;

    public static Template? Find(string? id) => All.FirstOrDefault(template => template.Id == id);

    /// <summary>The document under another id. The rest of the text stays as it is, to the byte.</summary>
    public static string WithId(string text, string id) => IdMember().Replace(text, $"${{1}}{id}$2", 1);

    private static string Read(string id)
    {
        using var stream = typeof(Template).Assembly.GetManifestResourceStream($"examples/{id}.json") ?? throw new InvalidOperationException($"The template {id} is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""("id"\s*:\s*")[^"]*(")""")]
    private static partial Regex IdMember();
}
