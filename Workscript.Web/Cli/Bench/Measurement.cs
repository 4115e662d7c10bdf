using System.Diagnostics;

namespace Workscript.Web.Cli.Bench;

/// <summary>How a workload went: one thread, warmed up, several rounds, of whose rates the median counts. Latencies are in microseconds.</summary>
internal sealed record Measurement(string Workload, string Summary, long Runs, double RunsPerSecond, double P50, double P99, long BytesPerRun, double StepsPerSecond)
{
    private const int Rounds = 5;
    private const int MostTimes = 200_000;

    public static async Task<Measurement> TakeAsync(Workload workload, TimeSpan duration, CancellationToken cancellation)
    {
        await RepeatAsync(workload, duration / 2, [], cancellation);
        var times = new List<double>();
        var rates = new List<double>();
        var (runs, steps, bytes) = (0L, 0L, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var (done, doneSteps, took) = await RepeatAsync(workload, duration / Rounds, times, cancellation);
            bytes += GC.GetTotalAllocatedBytes(precise: true) - allocated;
            runs += done;
            steps = doneSteps / done;
            rates.Add(done / took.TotalSeconds);
        }

        times.Sort();
        rates.Sort();
        var rate = rates[Rounds / 2];
        return new(workload.Name, workload.Summary, runs, rate, times[times.Count / 2], times[times.Count * 99 / 100], bytes / runs, rate * steps);
    }

    private static async Task<(long Runs, long Steps, TimeSpan Took)> RepeatAsync(Workload workload, TimeSpan duration, List<double> times, CancellationToken cancellation)
    {
        times.EnsureCapacity(MostTimes);
        var (runs, steps) = (0L, 0L);
        var start = Stopwatch.GetTimestamp();
        var last = start;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            steps += await workload.RunAsync();
            runs++;
            var now = Stopwatch.GetTimestamp();
            if (times.Count < MostTimes)
            {
                times.Add(Stopwatch.GetElapsedTime(last, now).TotalMicroseconds);
            }

            last = now;
        }
        while (Stopwatch.GetElapsedTime(start, last) < duration);

        return (runs, steps, Stopwatch.GetElapsedTime(start, last));
    }
}
