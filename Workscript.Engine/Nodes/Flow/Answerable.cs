using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Flow;

/// <summary>Waiting for somebody's answer, and not for ever where a step says so.</summary>
internal static class Answerable
{
    public static Outcome Wait(NodeContext context, WaitKind kind, ValueMap question)
    {
        if (context["timeout"].IsNullOrMissing)
        {
            return new Outcome.Waiting(kind, null, "timeout", Value.Missing) { Question = question };
        }

        if (Duration.TryParse(context["timeout"]) is not { } timeout)
        {
            return Outcome.Fail($"'{Coerce.TemplateText(context["timeout"])}' is no duration: write it as 30m, 2h or 3d");
        }

        var until = context.Now + timeout;
        return new Outcome.Waiting(kind, until, "timeout", ValueMap.Of("until", DateText.Of(until))) { Question = question };
    }
}
