using System.Globalization;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>
/// Texts that nobody would write, against whatever reads them: nothing throws but what is declared, nothing hangs, and memory stays flat. The
/// same few thousand cases each time; <c>scripts/fuzz</c> tries others for as long as one likes.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class FuzzTests(NodeWorld world) : IClassFixture<NodeWorld>
{
    private static readonly Dictionary<string, int> Cases = new()
    {
        ["documents"] = 1_000,
        ["nodes"] = 3_000,
        ["expressions"] = 1_500,
        ["templates"] = 1_500,
        ["patterns"] = 600,
        ["dates"] = 1_500,
        ["formats"] = 1_000,
        ["json"] = 1_500,
    };

    public static TheoryData<string> Targets => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public Task NothingThrowsHangsOrPilesUp(string target)
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("WORKSCRIPT_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        var seconds = Environment.GetEnvironmentVariable("WORKSCRIPT_FUZZ_SECONDS") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : (int?)null;
        var time = seconds is { } all ? TimeSpan.FromSeconds((double)all / Cases.Count) : (TimeSpan?)null;
        return new FuzzRun(FuzzTarget.All.Single(one => one.Name == target), world.Host, seed, Cases[target], time).GoAsync();
    }
}
