using System.Diagnostics;
using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>How long reading what comes from anywhere may take, for readers that are asked often whether it is over.</summary>
internal sealed class ReadingTime(CancellationToken cancellation)
{
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <exception cref="NodeException">The time is over.</exception>
    public void Check()
    {
        cancellation.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_start) > Most)
        {
            throw new NodeException("TIMEOUT", $"Reading it takes longer than {Most.TotalSeconds:0} seconds");
        }
    }
}
