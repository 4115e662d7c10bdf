using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Writes a line to the run's record and the server's log, and hands on what it was given.</summary>
internal sealed class LogNode : PureNode
{
    private static readonly string[] OutputNames = ["message"];
    private static readonly StatePath LastMessage = StatePath.Key("lastLoggedMessage");

    public override NodeInfo Info { get; } = new()
    {
        Id = "log",
        Family = NodeFamily.Flow,
        Summary = "Write a line to the run's log",
        Parameters =
        [
            new("message", ParameterKind.Json, "What to log: text, or any value") { Placeholder = "Order {{$.order.id}} is paid" },
            new("level", ParameterKind.Choice, "How much it matters") { Choices = ["debug", "info", "warning", "error"], Default = "info" },
        ],
        Edges = [new("success", "Always") { Data = ["message"] }],
        StateKeys = ["lastLoggedMessage"],
        HandsOn = true,
        Example = """
            {
              "id": "log-example",
              "name": "Log a greeting",
              "version": "1.0.0",
              "initialState": { "name": "Ada" },
              "workflow": [{ "log": { "message": "Hello {{$.name}}" } }]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var message = context["message"];
        context.Log(LevelOf(context["level"].AsText), message);
        context.Set(LastMessage, message);
        return Outcome.Take("success", message.IsMissing ? ValueMap.Empty : ValueMap.Of(OutputNames, message));
    }

    private static LogLevel LevelOf(string? level) => level switch
    {
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Info,
    };
}
