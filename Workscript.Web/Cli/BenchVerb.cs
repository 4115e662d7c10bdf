using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workscript.Web.Cli.Bench;

namespace Workscript.Web.Cli;

/// <summary>Measures the engine on this box.</summary>
internal sealed class BenchVerb : Verb
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public override string Name => "bench";

    public override string Summary => "measures how fast this box runs workflows";

    public override string Operands => "[FILE...]";

    public override IReadOnlyList<VerbOption> Options { get; } =
    [
        new("seconds", "N", "how long each workload is measured (default: 2)"),
        new("json", null, "print the figures as one JSON document"),
    ];

    public override string Details =>
        "Runs each workload again and again in this process, on one thread, without a database, and tells runs and steps per second, the time of one run\n"
        + "(half of them were quicker than p50, 99 of 100 quicker than p99) and the memory that one allocates. Without FILE, workloads that come with the\n"
        + "program; chain10-bare is what chain10 would cost without an engine. First result: from the start of the process to the end of a first run.";

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        var duration = Duration(arguments["seconds"]);
        await Workload.Of("hello", "", """{"id":"hello","name":"Hello","version":"1.0.0","workflow":[{"log":{"message":"hello"}}]}""").RunAsync();
        var firstResult = TimeProvider.System.GetLocalNow().DateTime - Process.GetCurrentProcess().StartTime;
        var workloads = arguments.Operands.Count == 0 ? Workloads.All() : await ReadAsync(arguments.Operands, cancellation);
        var measurements = new List<Measurement>();
        foreach (var workload in workloads)
        {
            measurements.Add(await Measurement.TakeAsync(workload, duration, cancellation));
            if (!arguments.Has("json"))
            {
                Write(measurements);
            }
        }

        if (arguments.Has("json"))
        {
            await WriteJsonAsync(firstResult, measurements);
            return ExitCodes.Done;
        }

        Console.WriteLine($"\nfirst result {firstResult.TotalSeconds:0.00} s after the start of the process");
        return ExitCodes.Done;
    }

    private static TimeSpan Duration(string? seconds)
    {
        if (seconds is null)
        {
            return TimeSpan.FromSeconds(2);
        }

        return double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= Shortest.TotalSeconds && number <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(number)
            : throw new UsageException($"--seconds is '{seconds}': it must be a number from {Shortest.TotalSeconds.ToString(CultureInfo.InvariantCulture)} to {Longest.TotalSeconds}");
    }

    private static async Task<IReadOnlyList<Workload>> ReadAsync(IEnumerable<string> files, CancellationToken cancellation)
    {
        var workloads = new List<Workload>();
        foreach (var file in files)
        {
            workloads.Add(Workload.Of(file, "", await WorkflowFile.ReadAsync(file, cancellation)));
        }

        return workloads;
    }

    /// <summary>Writes the last row, and the head above the first.</summary>
    private static void Write(List<Measurement> measurements)
    {
        if (measurements.Count == 1)
        {
            Console.WriteLine($"{"workload",-14} {"runs/s",11} {"steps/s",12} {"p50 us",10} {"p99 us",10} {"bytes/run",11} {"runs",9}");
        }

        var row = measurements[^1];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileNameWithoutExtension(row.Workload),-14} {row.RunsPerSecond,11:#,0.#} {row.StepsPerSecond,12:#,0} {row.P50,10:0.0} {row.P99,10:0.0} {row.BytesPerRun,11:#,0} {row.Runs,9}  {row.Summary}").TrimEnd());
    }

    private static async Task WriteJsonAsync(TimeSpan firstResult, IEnumerable<Measurement> measurements)
    {
        await using var output = Console.OpenStandardOutput();
        await using (var writer = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("firstResultMs", Math.Round(firstResult.TotalMilliseconds));
            writer.WriteStartArray("workloads");
            foreach (var row in measurements)
            {
                writer.WriteStartObject();
                writer.WriteString("workload", row.Workload);
                writer.WriteNumber("runs", row.Runs);
                writer.WriteNumber("runsPerSecond", Math.Round(row.RunsPerSecond, 1));
                writer.WriteNumber("stepsPerSecond", Math.Round(row.StepsPerSecond));
                writer.WriteNumber("p50Us", Math.Round(row.P50, 1));
                writer.WriteNumber("p99Us", Math.Round(row.P99, 1));
                writer.WriteNumber("bytesPerRun", row.BytesPerRun);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
