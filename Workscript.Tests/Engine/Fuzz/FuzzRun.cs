using System.Diagnostics;
using Workscript.Engine.Nodes;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>One target, one case after the other, until a number of them or a time is over. Each case can be had again by its seed alone.</summary>
internal sealed class FuzzRun(FuzzTarget target, NodeHost world, int seed, int cases, TimeSpan? time)
{
    private const int MostFound = 10;
    private const long MostBytes = 96 * 1024 * 1024;

    // Far beyond what any case takes on a busy machine.
    private static readonly TimeSpan LongestCase = TimeSpan.FromSeconds(30);

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _caseStarted = Stopwatch.GetTimestamp();
    private string _input = "";
    private int _case;
    private readonly Dictionary<string, string> _found = [];

    public async Task GoAsync()
    {
        var all = Task.Run(TryAllAsync);
        while (await Task.WhenAny(all, Task.Delay(500)) != all)
        {
            Assert.True(Stopwatch.GetElapsedTime(Volatile.Read(ref _caseStarted)) < LongestCase, $"It hangs: {Case()}");
        }

        await all;
    }

    private async Task TryAllAsync()
    {
        var bytes = 0L;
        for (; IsOn(); _case++)
        {
            Volatile.Write(ref _caseStarted, Stopwatch.GetTimestamp());
            var chance = new Chance(unchecked((seed * 1_000_003) + _case));
            _input = target.Make(chance);
            FuzzTrace.Write(target.Name, seed, _case, _input);
            try
            {
                await target.Try(new(chance, _input, world));
            }
            catch (Exception e)
            {
                _found.TryAdd(Place(e), $"{e.Message}\n{e.StackTrace}\n{Case()}");
            }

            // What is kept for later runs (parsed patterns and the like) is there after some cases, and does not grow any more.
            if (_case == 200)
            {
                bytes = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        Assert.True(_found.Count == 0, string.Join("\n\n", _found.Values));
        var grown = GC.GetTotalMemory(forceFullCollection: true) - bytes;
        Assert.True(_case <= 200 || grown < MostBytes, $"After {_case} cases {grown >> 20} MiB are left that were not there before");
    }

    private bool IsOn() => _found.Count < MostFound && (time is { } limit ? Stopwatch.GetElapsedTime(_started) < limit : _case < cases);

    /// <summary>What makes one failure different from another.</summary>
    private static string Place(Exception e) => $"{e.GetType()} {e.StackTrace?.Split('\n')[0]} {e.Message.Split('\n')[0]}";

    private string Case() => $"{target.Name}, seed {seed}, case {_case}:\n{_input}";
}
