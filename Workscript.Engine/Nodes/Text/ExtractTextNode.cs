using System.Text.RegularExpressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Text;

/// <summary>Finds parts of a text: by a regular expression, by what is around them, or those of a known kind.</summary>
internal sealed class ExtractTextNode : PureNode
{
    private static readonly string[] OutputNames = ["extracted", "matches", "field", "method"];
    private static readonly string[] NotFoundNames = ["field", "method", "message", "count"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "extractText",
        Family = NodeFamily.Text,
        Summary = "Find parts of a text, such as mail addresses",
        Details = "The result is a list, or one text for `extractSpecific`. Where a regular expression has a group in parentheses, the first group is taken, else all that matches; `extractSpecific` always takes all that matches. Without `g` among the `flags` only the first match counts.",
        Parameters =
        [
            new("method", ParameterKind.Choice, "How to find them: by a `regex`, `between` two texts, all of a kind, or the one at `occurrence`") { Required = true, Choices = ["regex", "between", "extractAll", "extractSpecific"] },
            new("field", ParameterKind.Path, "Where the text is in the state") { Required = true, Placeholder = "mail.body" },
            new("pattern", ParameterKind.Text, "The regular expression, for `regex` and the kind `custom`") { Placeholder = "order (\\d+)" },
            new("flags", ParameterKind.Text, "Letters: g for all matches, i for any case, m for lines, s for dots that match line ends") { Default = "g" },
            new("startDelimiter", ParameterKind.Text, "What is before the part, for `between`"),
            new("endDelimiter", ParameterKind.Text, "What is after it, on the same line"),
            new("extractType", ParameterKind.Choice, "The kind, for `extractAll` and `extractSpecific`") { Choices = ["custom", "email", "url", "phone"], Default = "custom" },
            new("occurrence", ParameterKind.Integer, "Which one, from 0, for `extractSpecific`") { Default = 0 },
            new("outputField", ParameterKind.Text, "The state key for the result") { Default = "extractedText" },
        ],
        Edges =
        [
            new("success", "Something was found") { Data = OutputNames },
            new("not_found", "Nothing was found, or there is no text") { Data = NotFoundNames },
            new("error", "Something that the method needs is missing or wrong, or the regular expression takes too long") { Data = ["error"] },
        ],
        StateKeys = ["extractedText", "{outputField}"],
        Example = """
            {
              "id": "extract-text-example",
              "name": "Whom a message names",
              "version": "1.0.0",
              "initialState": { "message": "Please answer ada@example.org and bob@example.org." },
              "workflow": [
                { "extractText": {
                    "method": "extractAll",
                    "field": "message",
                    "extractType": "email",
                    "outputField": "addresses",
                    "success?": { "log": { "message": "{{$.addresses}}" } },
                    "not_found?": { "log": { "message": "Nobody" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (!Coerce.Truth(context["method"]))
        {
            return Outcome.Fail("Missing required parameter: method");
        }

        if (context["method"].AsText is not ("regex" or "between" or "extractAll" or "extractSpecific"))
        {
            return Outcome.Fail("Invalid method parameter");
        }

        if (!Coerce.Truth(context["field"]))
        {
            return Outcome.Fail("Missing required parameter: field");
        }

        // This fails the run where no error edge is named, as it always did.
        var field = context["field"].AsText ?? throw new NodeException("INVALID_PARAMETER", "The field must be the path of a text in the state, such as mail.body");
        var value = context.StateAt(field);
        if (value.IsNullOrMissing)
        {
            return NotFound(context, field, $"Field '{field}' not found in state");
        }

        try
        {
            return TextSearch.Read(context, out var problem) is { } search ? Found(context, field, search.Find(Coerce.Text(value))) : Outcome.Fail(problem);
        }
        catch (ArgumentException e)
        {
            return Outcome.Fail($"Invalid regex pattern: {e.Message}", "INVALID_PATTERN");
        }
        catch (RegexMatchTimeoutException)
        {
            return Outcome.Fail("The regular expression takes too long on this text: make it simpler", "TIMEOUT");
        }
    }

    private static Outcome Found(NodeContext context, string field, Value found)
    {
        var key = Coerce.Truth(context["outputField"]) ? Coerce.Text(context["outputField"]) : "extractedText";
        var isThere = found.AsList is not { Count: 0 };
        context.Set("extractedText", found);
        context.Set(key, found);
        return isThere
            ? Outcome.Take("success", ValueMap.Of(OutputNames, found, found.AsList?.Count ?? 1, field, context["method"]))
            : NotFound(context, field, "No matches found");
    }

    private static Outcome NotFound(NodeContext context, string field, string message) =>
        Outcome.Take("not_found", ValueMap.Of(NotFoundNames, field, context["method"], message, 0));
}
