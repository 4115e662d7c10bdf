using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Lets the run rest for a time, or until a time. What it was given goes on.</summary>
internal sealed class WaitNode : INode
{
    public NodeInfo Info { get; } = new()
    {
        Id = "wait",
        Family = NodeFamily.Flow,
        Summary = "Rest for a while, or until a time",
        Details = "Waiting does not count as the run's working time, and takes no memory: the run goes on at its time whatever happens to the server in between.",
        HandsOn = true,
        Parameters =
        [
            new("for", ParameterKind.Duration, "How long") { Placeholder = "2h 30m" },
            new("until", ParameterKind.Date, "Until when, in place of a duration; a time that is over does not wait") { Placeholder = "2026-12-24T18:00:00Z" },
        ],
        Edges = [new("done", "The time is there") { Data = ["until"] }, new("error", "Neither a duration nor a time") { Data = ["error"] }],
        Example = """
            {
              "id": "wait-example",
              "name": "Wait a moment",
              "version": "1.0.0",
              "workflow": [{ "wait": { "for": "20ms" } }, { "log": { "message": "On we go" } }]
            }
            """,
    };

    public ValueTask<Outcome> ExecuteAsync(NodeContext context, CancellationToken cancellation) => new(Execute(context));

    private static Outcome Execute(NodeContext context)
    {
        if (context["until"] is { IsMissing: false } until)
        {
            var time = DateText.Milliseconds(until);
            return double.IsNaN(time)
                ? Outcome.Fail($"'{Coerce.TemplateText(until)}' is no time: write it as 2026-12-24T18:00:00Z")
                : Until(DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Clamp(time, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())));
        }

        if (context["for"].IsMissing)
        {
            return Outcome.Fail("Missing required parameter: for or until");
        }

        return Duration.TryParse(context["for"]) is { } duration
            ? Until(context.Now + duration)
            : Outcome.Fail($"'{Coerce.TemplateText(context["for"])}' is no duration: write it as 30s, 5m or 1h 30m");
    }

    private static Outcome.Waiting Until(DateTimeOffset time) =>
        new(WaitKind.Time, time, "done", ValueMap.Of("until", DateText.Of(time)));
}
