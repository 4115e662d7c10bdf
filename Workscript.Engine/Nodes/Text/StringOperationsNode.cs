using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>Changes a text of the state: its letters, its ends, parts of it.</summary>
internal sealed class StringOperationsNode : PureNode
{
    private static readonly string[] OutputNames = ["result", "field", "operation", "originalValue"];
    private static readonly StatePath Result = StatePath.Key("stringOperationResult");

    public override NodeInfo Info { get; } = new()
    {
        Id = "stringOperations",
        Family = NodeFamily.Text,
        Summary = "Change a text of the state",
        Details = "The result takes the place of the text unless `outputField` names another. In `replaceValue`, `$&` is what was found, `$1` the first group of a regular expression, and `$$` a dollar sign. `slugify` keeps ASCII letters, digits, `_` and `-`; `pad` adds `padChar` once for each missing character.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = TextOperation.Names },
            new("field", ParameterKind.Path, "Where the text is in the state") { Required = true, Placeholder = "customer.name" },
            new("outputField", ParameterKind.Path, "Where the result goes in the state; without it, to the field"),
            new("searchValue", ParameterKind.Text, "What to look for, for `replace` (the first) and `replaceAll`; a regular expression for `replaceRegex`"),
            new("replaceValue", ParameterKind.Text, "What to put in its place") { Default = "" },
            new("separator", ParameterKind.Text, "What is between the parts, for `split`"),
            new("start", ParameterKind.Integer, "The first character, from 0, for `substring` and `slice`, where negative counts from the end"),
            new("end", ParameterKind.Integer, "The character before which the part ends; without it the part goes to the end"),
            new("values", ParameterKind.List, "What to append, for `concat`"),
            new("length", ParameterKind.Integer, "How many characters the text is to have, for `pad`"),
            new("padChar", ParameterKind.Text, "What to fill up with, for `pad`") { Default = " " },
            new("side", ParameterKind.Choice, "Where to fill up, for `pad`") { Choices = ["left", "right", "both"], Default = "right" },
        ],
        Edges =
        [
            new("success", "The result is there") { Data = OutputNames },
            new("error", "There is no text, no such operation, or something that it needs is missing") { Data = ["error"] },
        ],
        StateKeys = ["{outputField}", "stringOperationResult"],
        Example = """
            {
              "id": "string-operations-example",
              "name": "An address for a page",
              "version": "1.0.0",
              "initialState": { "page": { "title": "Hello, World!" } },
              "workflow": [
                { "stringOperations": { "operation": "slugify", "field": "page.title", "outputField": "page.slug" } },
                { "log": { "message": "/blog/{{$.page.slug}}" } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (!Coerce.Truth(context["operation"]))
        {
            return Outcome.Fail("Missing required parameter: operation");
        }

        if (!Coerce.Truth(context["field"]))
        {
            return Outcome.Fail("Missing required parameter: field");
        }

        var (operation, field) = (Coerce.Text(context["operation"]), Coerce.Text(context["field"]));
        var value = context.StateAt(field);
        if (value.IsNullOrMissing)
        {
            return Outcome.Fail($"Field value is null or undefined: {field}");
        }

        try
        {
            return TextOperation.Problem(operation, context) is { } problem ? Outcome.Fail(problem) : Changed(context, operation, field, Coerce.Text(value));
        }
        catch (ArgumentException e)
        {
            return Outcome.Fail($"Invalid regex pattern: {Coerce.Text(context["searchValue"])}. {e.Message}", "INVALID_PATTERN");
        }
        catch (RegexMatchTimeoutException)
        {
            return Outcome.Fail("The regular expression takes too long on this text: make it simpler", "TIMEOUT");
        }
        catch (ValueLimitException e)
        {
            return Outcome.Fail(e.Message, "STATE_LIMIT");
        }
    }

    private static Outcome Changed(NodeContext context, string operation, string field, string text)
    {
        var output = Coerce.Truth(context["outputField"]) ? Coerce.Text(context["outputField"]) : field;
        var result = TextOperation.Apply(operation, text, context);
        if (result.IsMissing)
        {
            return Outcome.Fail($"Unknown operation: {operation}");
        }

        context.Set(StatePath.Of([.. ValuePath.Names(output)]), result);
        context.Set(Result, result);
        return Outcome.Take("success", ValueMap.Of(OutputNames, result, output, operation, text));
    }
}
