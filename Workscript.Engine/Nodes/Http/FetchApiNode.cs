using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Http;

/// <summary>Sends an HTTP request and takes the edge that its answer's status names. What it may reach is up to the host.</summary>
internal sealed class FetchApiNode : INode
{
    private static readonly string[] OutputNames = ["data", "status", "statusText", "headers", "url", "redirected"];
    private static readonly StatePath Response = StatePath.Key("fetchResponse");
    private static readonly StatePath Status = StatePath.Key("fetchStatus");
    private static readonly StatePath Headers = StatePath.Key("fetchHeaders");

    public NodeInfo Info { get; } = new()
    {
        Id = "fetchApi",
        Family = NodeFamily.Http,
        Summary = "Send an HTTP request",
        Details = "With `@retry`, `429`, `408` and `5xx` answers are tried again too, no sooner than their `Retry-After` says (`maxDelay` is the longest pause). " +
            "In `on` they are `HTTP_429`, `HTTP_5XX` and so on; requests without an answer are `TIMEOUT`, `CONNECTION`, `DNS`, `TLS`. " +
            "Beside `GET` and `HEAD`, a request may do something twice when it is tried twice.",
        Parameters =
        [
            new("url", ParameterKind.Text, "Where to: an http or https address") { Required = true, Placeholder = "https://api.example.org/orders/{{$.id}}" },
            new("method", ParameterKind.Choice, "What to ask for") { Choices = FetchRequest.Methods, Default = "GET" },
            new("headers", ParameterKind.Map, "Headers by name; one without a value is not sent") { Placeholder = """{ "Accept": "application/json" }""" },
            new("body", ParameterKind.Json, "What to send with POST, PUT or PATCH: text as it is, lists and objects as JSON, or as a form when the Content-Type says so"),
            new("timeout", ParameterKind.Duration, "How long all of it may take: milliseconds, or text such as 10s") { Default = 30_000 },
            new("responseType", ParameterKind.Choice, "What to make of the answer: JSON (text where it is none), text, or base64 for the other two") { Choices = FetchAnswer.Types, Default = "json" },
        ],
        Edges =
        [
            new("success", "The status is below 400") { Data = OutputNames },
            new("clientError", "The status is 4xx: the request is refused") { Data = OutputNames },
            new("serverError", "The status is 5xx: the server failed") { Data = OutputNames },
            new("error", "There is no answer, or the parameters are wrong") { Data = ["error", "code"] },
        ],
        StateKeys = ["fetchResponse", "fetchStatus", "fetchHeaders"],
        Effect = NodeEffect.Once,
        Example = """
            {
              "id": "fetch-example",
              "name": "Fetch a list",
              "version": "1.0.0",
              "workflow": [
                {
                  "fetchApi": {
                    "@retry": { "attempts": 3, "delay": "1s", "on": ["HTTP_429", "HTTP_5XX", "TIMEOUT"] },
                    "url": "https://jsonplaceholder.typicode.com/users",
                    "success?": { "log": { "message": "{{$.fetchResponse.length}} users" } },
                    "error?": { "log": { "level": "warning", "message": "{{= $input.error }}" } }
                  }
                }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        var (call, problem) = FetchRequest.Read(context);
        if (call is null)
        {
            return Outcome.Fail(problem!);
        }

        var type = context.Text("responseType", "json");
        if (!FetchAnswer.Types.Contains(type))
        {
            return Outcome.Fail($"Invalid response type: {type}. Must be one of {string.Join(", ", FetchAnswer.Types)}");
        }

        try
        {
            return Left(context, await context.Host.SendAsync(call, cancellation), type);
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code);
        }
    }

    /// <summary>By the rules of HTTP: repeating a POST or PATCH may do something twice, unless the request carries a key that tells the other side.</summary>
    public NodeEffect EffectOf(NodeContext context) =>
        FetchRequest.Read(context).Call is { Method: "POST" or "PATCH" } call && !call.Headers.Any(header => header.Key.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase))
            ? NodeEffect.Once
            : NodeEffect.Repeatable;

    private static Outcome.Taken Left(NodeContext context, HttpAnswer answer, string type)
    {
        var data = FetchAnswer.Read(answer, type);
        var headers = FetchAnswer.Headers(answer);
        context.Set(Response, data);
        context.Set(Status, answer.Status);
        context.Set(Headers, headers);
        var output = ValueMap.Of(OutputNames, data, answer.Status, answer.StatusText, headers, answer.Url.AbsoluteUri, answer.Redirected);
        return answer.Status < 400
            ? new("success", output)
            : new(answer.Status < 500 ? "clientError" : "serverError", output) { Retry = Hint(answer, context.Now) };
    }

    private static RetryHint Hint(HttpAnswer answer, DateTimeOffset now) =>
        new($"HTTP_{answer.Status}", answer.Status is 408 or 429 or >= 500, RetryAfter.Of(answer, now));
}
