using Workscript.Engine.Execution;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>How much room the state of one run may take: a part of this machine's memory, or as the operator says.</summary>
internal static class RunCaps
{
    private const int LeastMegabytes = 64;
    private const int MostMegabytes = 256;

    // Values in memory take several times the room of their text, and many runs are worked on at once.
    private const int PartOfMemory = 16;

    public static RunLimits From(IConfiguration configuration) => new() { StateBytes = (long)MegabytesFrom(configuration) << 20 };

    private static int MegabytesFrom(IConfiguration configuration)
    {
        const string setting = "Runs:StateMegabytes";
        var text = configuration[setting];
        if (string.IsNullOrEmpty(text))
        {
            return (int)Math.Clamp((GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20) / PartOfMemory, LeastMegabytes, MostMegabytes);
        }

        return int.TryParse(text, out var megabytes) && megabytes is >= 1 and <= 16_384
            ? megabytes
            : throw new SettingException($"{setting} is '{text}': it must be a whole number from 1 to 16384.");
    }
}
