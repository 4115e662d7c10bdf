using Workscript.Web.Data;

namespace Workscript.Web.Features.Shared;

/// <summary>How pages name the states of things: the key is the icon, the colour and what stands in a URL; the word is what people read.</summary>
public static class States
{
    extension(RunStatus status)
    {
        public string Key => status.ToString().ToLowerInvariant();

        public string Word => status.ToString();
    }

    extension(StepStatus status)
    {
        public string Key => status.ToString().ToLowerInvariant();
    }

    extension(TriggerKind trigger)
    {
        public string Word => trigger switch
        {
            TriggerKind.Manual => "by hand",
            TriggerKind.Api => "by API",
            TriggerKind.Cli => "by command line",
            TriggerKind.Workflow => "by a workflow",
            TriggerKind.Test => "as a test",
        };
    }
}
