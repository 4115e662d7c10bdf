using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;

namespace Workscript.Web.Cli.Torture;

/// <summary>Starts the server, gives it runs, kills it at a random moment, and so on; then lets it finish, and looks what came of everything.</summary>
internal sealed class KillingRounds(ScratchServer server, CallCounter counter, string? killDatabase)
{
    private const int Senders = 6;
    private const int MostRunsPerRound = 30;
    private const int LongestDelay = 300;

    // On a slow box the first of them may take a while; the server is killed nevertheless.
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(3);

    private const int RoundsPerStartCutOff = 5;
    private const int RoundsPerDatabaseKill = 10;

    private static readonly TimeSpan TimeToFinish = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<int, string> _accepted = new();
    private readonly ConcurrentQueue<int> _unanswered = new();
    private int _last;
    private int _databaseKills;

    public async Task<TortureReport> RunAsync(int rounds, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        var watch = Stopwatch.StartNew();
        for (var round = 1; round <= rounds; round++)
        {
            await RoundAsync(round, cancellation);
            Progress(round, rounds, watch.Elapsed);
        }

        server.Begin();
        await server.ReadyAsync(cancellation);
        await SendRestAsync(cancellation);
        await FinishAsync(cancellation);
        await server.KillAsync();
        return await new TortureCheck(server, counter, _accepted).LookAsync(rounds, _databaseKills, watch.Elapsed, cancellation);
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        server.Begin();
        await server.ReadyAsync(cancellation);
        using var answer = await server.PostAsync("/workflows", $$"""{"definition":{{TorturedWorkflow.Definition(counter.Address)}}}""", key: null, cancellation);
        answer.EnsureSuccessStatusCode();
        await server.KillAsync();
    }

    private async Task RoundAsync(int round, CancellationToken cancellation)
    {
        server.Begin();
        if (Random.Shared.Next(RoundsPerStartCutOff) == 0)
        {
            // In the middle of its start, when it takes over what the one before left.
            await Task.Delay(Random.Shared.Next(2 * LongestDelay), cancellation);
            await server.KillAsync();
            return;
        }

        await server.ReadyAsync(cancellation);
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var budget = MostRunsPerRound;
        var enough = _accepted.Count + Random.Shared.Next(MostRunsPerRound / 2);
        var senders = Enumerable.Range(0, Senders).Select(_ => SendAsync(() => Interlocked.Decrement(ref budget) >= 0, killed.Token)).ToArray();
        for (var life = Stopwatch.StartNew(); _accepted.Count < enough && life.Elapsed < LongestLife;)
        {
            await Task.Delay(1, cancellation);
        }

        await Task.Delay(Random.Shared.Next(LongestDelay), cancellation);
        if (killDatabase is not null && round % RoundsPerDatabaseKill == 0)
        {
            await KillDatabaseAsync(killDatabase, cancellation);
        }

        await server.KillAsync();
        await killed.CancelAsync();
        await Task.WhenAll(senders);
    }

    private async Task SendAsync(Func<bool> maySend, CancellationToken cancellation)
    {
        while (maySend() && !cancellation.IsCancellationRequested)
        {
            var n = _unanswered.TryDequeue(out var again) ? again : Interlocked.Increment(ref _last);
            if (!await TrySendAsync(n, cancellation))
            {
                _unanswered.Enqueue(n);
                return;
            }
        }
    }

    /// <summary>Whether the run was accepted. A sender that got no answer sends the same again, as one should.</summary>
    private async Task<bool> TrySendAsync(int n, CancellationToken cancellation)
    {
        try
        {
            using var answer = await server.PostAsync($"/workflows/{TorturedWorkflow.Id}/run", $$"""{"state":{{TorturedWorkflow.StateOf(n)}}}""", $"n{n}", cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                return false;
            }

            using var run = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            _accepted[n] = run.RootElement.GetProperty("id").GetString()!;
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task SendRestAsync(CancellationToken cancellation)
    {
        while (_unanswered.TryDequeue(out var n))
        {
            if (!await TrySendAsync(n, cancellation))
            {
                _unanswered.Enqueue(n);
                await Task.Delay(100, cancellation);
            }
        }
    }

    private async Task FinishAsync(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeToFinish)
        {
            await using var db = await server.OpenAsync(cancellation);
            if (!await db.Runs.AnyAsync(r => r.Status == RunStatus.Queued || r.Status == RunStatus.Running || r.Status == RunStatus.Waiting, cancellation))
            {
                return;
            }

            await Task.Delay(200, cancellation);
        }
    }

    private async Task KillDatabaseAsync(string command, CancellationToken cancellation)
    {
        using var shell = Process.Start("/bin/sh", ["-c", command]);
        await shell.WaitForExitAsync(cancellation);
        if (shell.ExitCode != 0)
        {
            throw new UsageException($"--kill-database ended with {shell.ExitCode}: {command}");
        }

        _databaseKills++;
    }

    private void Progress(int round, int rounds, TimeSpan elapsed)
    {
        if (round % 10 == 0 || round == rounds)
        {
            Console.Error.WriteLine($"round {round} of {rounds}, {_accepted.Count} runs accepted, {elapsed.TotalSeconds:0} s");
        }
    }
}
