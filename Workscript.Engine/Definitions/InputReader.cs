using Workscript.Engine.Values;

namespace Workscript.Engine.Definitions;

/// <summary>A document's <c>inputs</c>: name to declaration.</summary>
internal sealed class InputReader(DiagnosticList diagnostics)
{
    private static readonly string[] TypeNames = ["string", "number", "integer", "boolean", "array", "object", "file"];
    private static readonly string[] Known = ["type", "required", "default", "choices", "help", "secret"];

    public IReadOnlyList<InputDeclaration> Read(DocumentNode? node)
    {
        if (node is null)
        {
            return [];
        }

        if (node.Kind == ValueKind.Map)
        {
            return node.Members.Select(Declaration).OfType<InputDeclaration>().ToList();
        }

        Wrong(node, "inputs must be object: a name and a declaration for each input");
        return [];
    }

    private InputDeclaration? Declaration(DocumentNode node)
    {
        if (node.Kind != ValueKind.Map)
        {
            Wrong(node, $"The input '{node.Name}' must be object, as in {{ \"type\": \"string\", \"required\": true }}");
            return null;
        }

        if (TypeOf(node) is not { } type)
        {
            return null;
        }

        CheckParts(node);
        foreach (var unknown in node.Members.Where(m => Array.IndexOf(Known, m.Name) < 0))
        {
            diagnostics.Warning(Codes.UnknownKey, unknown.Path, $"'{DocumentParser.Shortened(unknown.Name)}' has no meaning here{Suggestion.For(unknown.Name, Known)}", unknown.NameStart);
        }

        var declaration = new InputDeclaration(node.Name, type)
        {
            Required = node.Value["required"].IsTrue,
            Default = node.Value["default"],
            Choices = node.Value["choices"].AsList ?? ValueList.Empty,
            Help = node.Value["help"].AsText,
            Secret = node.Value["secret"].IsTrue,
        };
        foreach (var choice in node.Member("choices")?.Items.Where(choice => !InputCheck.IsOfType(type, choice.Value)) ?? [])
        {
            Wrong(choice, $"The choice {choice.Value} is not of the input's type, {TypeNames[(int)type]}");
        }

        if (!declaration.Default.IsMissing && InputCheck.Problem(declaration, declaration.Default) is { } problem)
        {
            Wrong(node.Member("default")!, $"The default of the input does not fit it: {problem}");
        }

        return declaration;
    }

    private void CheckParts(DocumentNode node)
    {
        Expect(node, "required", ValueKind.Boolean, "true or false");
        Expect(node, "secret", ValueKind.Boolean, "true or false");
        Expect(node, "choices", ValueKind.List, "array: the values that may be given");
        Expect(node, "help", ValueKind.Text, "string");
    }

    private void Expect(DocumentNode node, string name, ValueKind kind, string wanted)
    {
        if (node.Member(name) is { } given && given.Kind != kind)
        {
            Wrong(given, $"{name} must be {wanted}");
        }
    }

    private InputType? TypeOf(DocumentNode node)
    {
        var type = node.Member("type");
        var name = type is null ? "string" : type.Text ?? "";
        var index = Array.IndexOf(TypeNames, name);
        if (index >= 0)
        {
            return (InputType)index;
        }

        Wrong(type!, $"The type of an input must be one of {string.Join(", ", TypeNames)}{Suggestion.For(name, TypeNames)}");
        return null;
    }

    private void Wrong(DocumentNode node, string message) => diagnostics.Error(Codes.SchemaValidationError, node.Path, message, node.Start);
}
