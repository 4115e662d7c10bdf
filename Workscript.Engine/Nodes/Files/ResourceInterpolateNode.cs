using System.Text;
using Workscript.Engine.Execution;
using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Files;

/// <summary>Fills the holes of a resource that is a template.</summary>
internal sealed class ResourceInterpolateNode : INode
{
    private static readonly string[] OutputNames = ["content", "placeholders", "originalContent"];
    private static readonly string[] StatsNames = ["found", "replaced", "unresolved"];

    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public NodeInfo Info { get; } = new()
    {
        Id = "resource-interpolate",
        Family = NodeFamily.Files,
        Summary = "Fill a resource that is a template",
        Details = "The resource's text is read as a template of this language: `{{$.customer.name}}`, `{{= upper($.title) }}`. It sees the state and the values of `state`, and " +
            "no secrets or variables. What it is filled with is data: it is not read as a template again. A hole without a value stays empty.",
        Parameters =
        [
            ResourceStep.ById,
            ResourceStep.ByPath,
            new("state", ParameterKind.Map, "Values to fill it with, over those of the state") { Placeholder = """{ "name": "$.customer.name" }""" },
            new("includeAllState", ParameterKind.Switch, "Whether the template sees the whole state, or only the values given here") { Default = true },
            ResourceStep.Timeout,
        ],
        Edges =
        [
            new("success", "The template is filled") { Data = OutputNames },
            new("not_found", "There is no such resource") { Data = ["error", "path", "resourceId"] },
            new("error", "The resource is no text, or no template") { Data = ["error", "code"] },
        ],
        StateKeys = ["interpolatedContent", "interpolationStats"],
        Example = """
            {
              "id": "resource-interpolate-example",
              "name": "Write a letter",
              "version": "1.0.0",
              "initialState": { "customer": { "name": "Ada" } },
              "workflow": [
                { "resource-write": { "mode": "upsert", "path": "letters/thanks.md", "content": "Dear {{= '{{' }}$.customer.name}}, thank you!" } },
                { "resource-interpolate": { "path": "letters/thanks.md", "success?": { "log": { "message": "$.interpolatedContent" } } } }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation) => ResourceStep.KeyOf(context, out var problem) is { } key
        ? await ResourceStep.RunAsync(context, token => FillAsync(context, key, token), cancellation)
        : problem;

    private static async Task<Outcome> FillAsync(NodeContext context, ResourceKey key, CancellationToken cancellation)
    {
        if (await context.Host.Resources.ReadAsync(key, cancellation) is not { } found)
        {
            context.Set("interpolatedContent", Value.Null);
            context.Set("interpolationStats", Value.Null);
            return ResourceStep.NotFound(key);
        }

        if (found.Resource["type"].AsText is "image" or "audio")
        {
            return Binary();
        }

        try
        {
            var text = Strict.GetString(found.Content);
            var scope = new Scope(new State(StateOf(context))) { Time = context.Host.Time, NextRandom = context.Host.NextRandom };
            return Filled(context, text, scope.Evaluate(StoredTemplate.Parse(text)));
        }
        catch (DecoderFallbackException)
        {
            return Binary();
        }
        catch (ExpressionException e)
        {
            return Outcome.Fail($"The template cannot be filled: {e.Message}", RunErrorCodes.ExpressionError);
        }
        catch (ValueLimitException e)
        {
            return Outcome.Fail(e.Message, "TOO_LARGE");
        }
    }

    private static Outcome Filled(NodeContext context, string text, Value filled)
    {
        var stats = ValueMap.Of(StatsNames, filled["found"], filled["replaced"], filled["unresolved"]);
        context.Set("interpolatedContent", filled["content"]);
        context.Set("interpolationStats", stats);
        return Outcome.Take("success", ValueMap.Of(OutputNames, filled["content"], stats, text));
    }

    private static Outcome Binary() => Outcome.Fail("Cannot interpolate binary resource", "INVALID_RESOURCE_TYPE");

    private static ValueMap StateOf(NodeContext context)
    {
        // Two keys under which documents of the language's first version kept how to reach their server.
        var all = context.Flag("includeAllState", true) ? context.WholeState().Without("JWT_token").Without("API_BASE_URL") : ValueMap.Empty;
        if (context["state"].AsMap is not { Count: > 0 } given)
        {
            return all;
        }

        var state = ValueMap.Builder.From(all);
        foreach (var (name, value) in given)
        {
            state.Set(name, value);
        }

        return state.Build();
    }
}
