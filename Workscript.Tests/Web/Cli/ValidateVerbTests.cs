using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Cli;

public sealed class ValidateVerbTests : IDisposable
{
    private const string Valid = """{ "id": "a", "name": "A", "version": "1.0.0", "workflow": [ { "log": { "message": "Hello" } } ] }""";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task ValidFilesExitWithZeroAndPrintNothing()
    {
        var result = await Shell.RunAsync("validate", _folder.Write("a.json", Valid), _folder.Write("b.json", Valid));

        Assert.Equal(new ShellResult(0, "", "2 files, 0 errors, 0 warnings\n"), result);
    }

    [Fact]
    public async Task EveryFindingOfEveryFileIsPrintedWithItsPlace()
    {
        var first = _folder.Write("first.json", Valid.Replace("log", "lgo"));
        var second = _folder.Write("second.json", "{ \"id\": }");

        var result = await Shell.RunAsync("validate", first, second);

        Assert.Equal(2, result.Code);
        Assert.Matches(@"first\.json:1:\d+: NODE_TYPE_NOT_FOUND: ", result.Output);
        Assert.Matches(@"second\.json:1:\d+: INVALID_JSON: ", result.Output);
    }

    [Fact]
    public async Task AWarningIsMarkedAndIsNoError()
    {
        var file = _folder.Write("a.json", Valid.Replace("\"message\"", "\"mesage\""));

        var result = await Shell.RunAsync("validate", file);

        Assert.Equal(0, result.Code);
        Assert.Matches(@"a\.json:1:\d+: UNKNOWN_PARAMETER: warning: .*did you mean 'message'\?", result.Output);
    }

    public void Dispose() => _folder.Dispose();
}
