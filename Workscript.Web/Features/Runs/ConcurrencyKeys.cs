using Workscript.Engine.Definitions;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.NodeHosting;

namespace Workscript.Web.Features.Runs;

/// <summary>What runs have in common of which only so many may be under way at once: their workflow, and the value of the key that its settings name.</summary>
internal static class ConcurrencyKeys
{
    /// <summary>Neither when the workflow sets no limit; a problem when the setting has no value for what the run is given.</summary>
    public static (string? Key, string? Problem) Of(WorkflowDefinition definition, ValueMap given, RunStart start)
    {
        if (definition.Settings is { Concurrency: null, ConcurrencyKey: null })
        {
            return (null, null);
        }

        var (value, problem) = definition.ConcurrencyKeyOf(given, RunTriggers.Describe(start.Trigger, start.By));
        if (problem is not null)
        {
            return (null, $"settings.concurrencyKey has no value for this run: {problem}");
        }

        // In quotes, so that no key ends with a space, which MySQL does not tell from none.
        var key = value.IsMissing ? definition.Id : $"{definition.Id} {Json.Write(Coerce.TemplateText(value))}";
        return (key.Length <= Run.MaxConcurrencyKey ? key : StoredText.Fingerprint(key), null);
    }
}
