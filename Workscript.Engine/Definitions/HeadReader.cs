using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>Everything of a document but its steps.</summary>
internal sealed partial class HeadReader(DiagnosticList diagnostics)
{
    private const string IdPattern = "^[a-zA-Z0-9_-]+$";
    private const string VersionPattern = @"^\d+\.\d+\.\d+$";
    private const int LongestId = 128;

    // $schema is for editors.
    private static readonly string[] Known = ["$schema", "id", "name", "version", "description", "initialState", "inputs", "settings", "workflow"];

    /// <summary>The head; null when a part without which there is none is missing or wrong.</summary>
    public WorkflowDefinition? Read(DocumentNode root)
    {
        if (root.Kind != ValueKind.Map)
        {
            Wrong(root, "The document must be object: a JSON object with id, name, version and workflow");
            return null;
        }

        var id = ReadId(root);
        var name = ReadName(root);
        var version = ReadVersion(root);
        CheckWorkflow(root);
        WarnOfUnknown(root);
        var definition = new WorkflowDefinition
        {
            Id = id ?? "",
            Name = name ?? "",
            Version = version ?? "",
            Description = root.Member("description")?.Text,
            InitialState = ReadInitialState(root),
            Inputs = new InputReader(diagnostics).Read(root.Member("inputs")),
            Settings = new SettingsReader(diagnostics).Read(root.Member("settings")),
        };
        return id is null || name is null || version is null ? null : definition;
    }

    private string? ReadId(DocumentNode root)
    {
        if (Required(root, "id") is not { } node)
        {
            return null;
        }

        if (node.Text is { } id && Id().IsMatch(id) && id.Length <= LongestId)
        {
            return id;
        }

        Wrong(node, node.Text is { Length: > LongestId }
            ? $"id must NOT have more than {LongestId} characters"
            : $"id must match pattern \"{IdPattern}\": letters, digits, '-' and '_'");
        return null;
    }

    private string? ReadName(DocumentNode root)
    {
        if (Required(root, "name") is not { } node)
        {
            return null;
        }

        if (node.Text is { Length: > 0 } name)
        {
            return name;
        }

        Wrong(node, node.Kind == ValueKind.Text ? "name must NOT have fewer than 1 characters" : "name must be string");
        return null;
    }

    private string? ReadVersion(DocumentNode root)
    {
        if (Required(root, "version") is not { } node)
        {
            return null;
        }

        if (node.Text is { } version && Version().IsMatch(version))
        {
            return version;
        }

        Wrong(node, $"version must match pattern \"{VersionPattern}\": three numbers, as in 1.0.0");
        return null;
    }

    private void CheckWorkflow(DocumentNode root)
    {
        if (Required(root, "workflow") is { } node && node.Kind != ValueKind.List)
        {
            Wrong(node, "workflow must be array: the list of steps");
        }
    }

    private ValueMap ReadInitialState(DocumentNode root)
    {
        if (root.Member("initialState") is not { } node)
        {
            return ValueMap.Empty;
        }

        if (node.Value.AsMap is { } state)
        {
            return state;
        }

        Wrong(node, "initialState must be object");
        return ValueMap.Empty;
    }

    private DocumentNode? Required(DocumentNode root, string name)
    {
        var member = root.Member(name);
        if (member is null)
        {
            Wrong(root, $"The document must have required property '{name}'");
        }

        return member;
    }

    private void WarnOfUnknown(DocumentNode root)
    {
        foreach (var member in root.Members)
        {
            if (Array.IndexOf(Known, member.Name) < 0)
            {
                diagnostics.Warning(Codes.UnknownKey, member.Path, $"'{DocumentParser.Shortened(member.Name)}' is kept but has no meaning{Suggestion.For(member.Name, Known)}", member.NameStart);
            }
        }
    }

    private void Wrong(DocumentNode node, string message) => diagnostics.Error(Codes.SchemaValidationError, node.Path, message, node.Start);

    [GeneratedRegex(@"^[a-zA-Z0-9_-]+\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+\z")]
    private static partial Regex Version();
}
