using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>
/// Says what to answer the caller that started the run and waits. The answer is this step's output, so it is on record like any other, and the
/// server finds it there. The run goes on.
/// </summary>
internal sealed class RespondNode : PureNode
{
    private static readonly string[] OutputNames = ["status", "headers", "body"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "respond",
        Family = NodeFamily.Flow,
        Summary = "Answer the caller who started the run",
        Details = "For runs that a webhook or a request started. The run goes on after it; a run answers once, so only its first answer counts. " +
            "Without a `Content-Type` header, text is sent as plain text and any other body as JSON.",
        HandsOn = true,
        Parameters =
        [
            new("status", ParameterKind.Integer, "The HTTP status, from 200 to 599") { Default = 200 },
            new("headers", ParameterKind.Map, "Headers by name; one without a value is not sent") { Placeholder = """{ "Location": "https://example.org/orders/7" }""" },
            new("body", ParameterKind.Json, "What to answer: text as it is, any other value as JSON"),
        ],
        Edges = [new("success", "The answer is on record") { Data = OutputNames }, new("error", "No status or header of HTTP") { Data = ["error"] }],
        Example = """
            {
              "id": "respond-example",
              "name": "Take an order",
              "version": "1.0.0",
              "initialState": { "order": { "id": 4711 } },
              "workflow": [
                { "respond": { "status": 201, "headers": { "Location": "/orders/{{$.order.id}}" }, "body": { "id": "$.order.id" } } },
                { "log": { "message": "Order {{$.order.id}} is in" } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var status = context["status"] is { IsMissing: false } given ? Coerce.Number(given) : 200;
        if (status is not (>= 200 and <= 599) || status != Math.Truncate(status))
        {
            return Outcome.Fail($"'{Coerce.TemplateText(context["status"])}' is no HTTP status: write a number from 200 to 599");
        }

        if (context["headers"] is { IsNullOrMissing: false, AsMap: null })
        {
            return Outcome.Fail("The headers must be an object");
        }

        var body = context["body"];
        var (headers, problem) = ResponseHeaders.Read(context["headers"].AsMap ?? ValueMap.Empty, body);
        return problem is null
            ? Outcome.Take("success", ValueMap.Of(OutputNames, (int)status, headers, body.IsMissing ? Value.Null : body))
            : Outcome.Fail(problem);
    }
}
