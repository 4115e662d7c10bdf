using System.Xml;
using Workscript.Engine.Nodes.Data;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Http;

/// <summary>Reads the items of a feed, fetched or given.</summary>
internal sealed class FeedNode : INode
{
    private static readonly string[] OutputNames = ["items", "count", "feed"];

    public NodeInfo Info { get; } = new()
    {
        Id = "feed",
        Family = NodeFamily.Http,
        Summary = "Read a news feed: RSS or Atom",
        Details = "Each item has `id`, `title`, `link`, `published`, `updated`, `summary`, `content`, `author` and `categories`, whatever the format; null is what the feed does not say. " +
            "Times are UTC; where an item has only one, it stands for both. `removeDuplicates` by `id` finds what is new. Summaries and contents are HTML of the feed's author.",
        Parameters =
        [
            new("url", ParameterKind.Text, "Where the feed is") { Placeholder = "https://example.org/feed.xml" },
            new("data", ParameterKind.LongText, "The feed's text, in place of an address; without both the `data` of the state, or of the step before"),
            new("limit", ParameterKind.Integer, "How many items at most, from the first") { Placeholder = "20" },
            new("headers", ParameterKind.Map, "Headers of the request by name"),
            new("timeout", ParameterKind.Duration, "How long fetching may take: milliseconds, or text such as 10s") { Default = 30_000 },
        ],
        Edges =
        [
            new("success", "The items, in the order of the feed") { Data = OutputNames },
            new("empty", "There is no item in the feed") { Data = OutputNames, FallsBackTo = "success" },
            new("error", "There is no answer, or it is no feed") { Data = ["error", "code"] },
        ],
        StateKeys = ["feedItems"],
        Effect = NodeEffect.Repeatable,
        Example = """
            {
              "id": "feed-example",
              "name": "News of the day",
              "version": "1.0.0",
              "workflow": [
                {
                  "feed": {
                    "@retry": { "attempts": 3, "delay": "1s", "on": ["TIMEOUT", "HTTP_5XX"] },
                    "url": "https://www.w3.org/blog/feed/",
                    "limit": 5,
                    "success?": { "log": { "message": "{{= join(map($.feedItems, item => item.title), '; ') }}" } },
                    "error?": { "log": { "level": "warning", "message": "{{= $input.error }}" } }
                  }
                }
              ]
            }
            """,
    };

    public async ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation)
    {
        if (context["limit"] is { IsMissing: false } given && !(given.AsDouble >= 1 && given.IsNumber))
        {
            return Outcome.Fail("The limit must be a number of at least 1");
        }

        try
        {
            return context["url"].IsNullOrMissing ? ReadGiven(context) : await FetchAsync(context, cancellation);
        }
        catch (NodeException e)
        {
            return Outcome.Fail(e.Message, e.Code);
        }
        catch (XmlException e)
        {
            return Outcome.Fail(SafeXml.Explain(e), "INVALID_XML");
        }
    }

    private static Outcome ReadGiven(NodeContext context)
    {
        if (context.Source("data").AsText is not { } text)
        {
            return Outcome.Fail("Missing required parameter: url, or data (the feed's text)");
        }

        using var reader = SafeXml.Open(text);
        return Left(context, reader, null);
    }

    private static async Task<Outcome> FetchAsync(NodeContext context, CancellationToken cancellation)
    {
        var (call, problem) = FetchRequest.Read(context);
        if (call is null)
        {
            return Outcome.Fail(problem!);
        }

        var answer = await context.Host.SendAsync(call, cancellation);
        if (answer.Status >= 400)
        {
            return Outcome.Fail($"{answer.Url.Host} answers {answer.Status} {answer.StatusText}", $"HTTP_{answer.Status}");
        }

        using var reader = SafeXml.Open(answer.Body);
        return Left(context, reader, answer.Url);
    }

    private static Outcome.Taken Left(NodeContext context, XmlReader reader, Uri? address)
    {
        var limit = context["limit"].IsMissing ? int.MaxValue : (int)Math.Min(context["limit"].AsDouble, int.MaxValue);
        var (head, items) = FeedReader.Read(reader, address, limit);
        context.Set("feedItems", items);
        return new(items.Count == 0 ? "empty" : "success", ValueMap.Of(OutputNames, items, items.Count, head));
    }
}
