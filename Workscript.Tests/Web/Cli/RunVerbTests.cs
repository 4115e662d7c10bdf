using System.Runtime.InteropServices;
using System.Text.Json;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Cli;

public sealed class RunVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task ACompletedRunPrintsItsStateAndLogsAndExitsWithZero()
    {
        var file = _folder.Write("hello.json", Workflow("""{ "log": { "message": "Hello {{$.name}}" } }, { "$.done": true }""", """{ "name": "Ann" }"""));

        var result = await Shell.RunAsync("run", file);

        Assert.Equal(0, result.Code);
        Assert.True(JsonDocument.Parse(result.Output).RootElement.GetProperty("done").GetBoolean());
        Assert.Contains("info    Hello Ann", result.Error);
        Assert.Contains("completed after 2 steps", result.Error);
    }

    [Fact]
    public async Task HtmlAndMarkdownAreReadAsOnTheServer()
    {
        var file = _folder.Write("markup.json", Workflow("""{ "markdown": { "data": "# Tea" } }, { "html": { "data": "$.markdownResult", "operation": "toText" } }"""));

        var result = await Shell.RunAsync("run", file);

        Assert.Equal("Tea", JsonDocument.Parse(result.Output).RootElement.GetProperty("htmlResult").GetString());
    }

    [Fact]
    public async Task WithJsonTheFinishedRunIsAllThatIsPrinted()
    {
        var file = _folder.Write("hello.json", Workflow("""{ "log": { "message": "Hello" } }"""));

        var result = await Shell.RunAsync("run", file, "--json");

        var run = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.Equal(["id", "status", "state", "error", "durationMs", "steps"], run.EnumerateObject().Select(member => member.Name));
        Assert.Equal("completed", run.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("error").ValueKind);
        Assert.Equal(1, run.GetProperty("steps").GetInt32());
    }

    [Fact]
    public async Task AFailedRunExitsWithOneAndNamesTheStep()
    {
        var file = _folder.Write("endless.json", Workflow("""{ "log": { "message": "again", "success?": "log" } }"""));

        var result = await Shell.RunAsync("run", file, "--json");

        var error = JsonDocument.Parse(result.Output).RootElement.GetProperty("error");
        Assert.Equal(1, result.Code);
        Assert.Equal("STEP_LIMIT", error.GetProperty("code").GetString());
        Assert.Equal(["code", "message", "path", "node"], error.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task AnInvalidFileExitsWithTwoAndSaysWhere()
    {
        var file = _folder.Write("broken.json", Workflow("""{ "lgo": {} }"""));

        var result = await Shell.RunAsync("run", file);

        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Output);
        Assert.Matches(@"broken\.json:\d+:\d+: NODE_TYPE_NOT_FOUND: .*did you mean 'log'\?", result.Error);
    }

    [Theory]
    [InlineData("1", 1, "STATE_LIMIT: The state is larger than 1 MiB after $.long")]
    [InlineData("3", 0, "completed after 1 step")]
    [InlineData("much", 2, "Runs:StateMegabytes is 'much': it must be a whole number from 1 to 16384.")]
    public async Task TheOperatorSaysHowLargeTheStateMayBe(string megabytes, int code, string message)
    {
        var file = _folder.Write("long.json", Workflow("""{ "$.long": "{{= repeat('x', 2000000) }}" }"""));

        var result = await Shell.RunAsync("run", file, $"--Runs:StateMegabytes={megabytes}");

        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error);
    }

    [Theory]
    [InlineData("missing.json: no such file", "run", "missing.json")]
    [InlineData("/ is a folder, not a file", "run", "/")]
    [InlineData("FILE is missing", "run")]
    [InlineData("'b.json' is one too many", "run", "a.json", "b.json")]
    [InlineData("unknown option '--jsn' of workscript run: did you mean '--json'?", "run", "a.json", "--jsn")]
    [InlineData("--state needs a value", "run", "a.json", "--state")]
    public async Task AnUnclearCommandExitsWithTwoAndAMessage(string message, params string[] words)
    {
        var result = await Shell.RunAsync(words);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error);
    }

    [Theory]
    [InlineData("""{ "name": "Bob" }""")]
    [InlineData("@state.json")]
    public async Task TheStateMayBeGivenAsTextOrFile(string state)
    {
        _folder.Write("state.json", """{ "name": "Bob" }""");
        var file = _folder.Write("hello.json", Workflow("""{ "$.greeting": "Hello {{$.name}}" }""", """{ "name": "Ann" }"""));

        var result = await Shell.RunAsync("run", file, "--json", "--state", state.Replace("@", "@" + _folder.Path + "/"));

        Assert.Equal("Hello Bob", JsonDocument.Parse(result.Output).RootElement.GetProperty("state").GetProperty("greeting").GetString());
    }

    [Theory]
    [InlineData("[1]", "--state must be a JSON object")]
    [InlineData("{", "--state is not JSON")]
    [InlineData("@none.json", "none.json: no such file")]
    public async Task AStateThatIsNoneIsRefused(string state, string message)
    {
        var file = _folder.Write("hello.json", Workflow("""{ "log": { "message": "Hello" } }"""));

        var result = await Shell.RunAsync("run", file, "--state", state);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error);
    }

    [Fact]
    public async Task AMissingInputIsNamedBeforeAnythingRuns()
    {
        var file = _folder.Write("mail.json", """
            { "id": "mail", "name": "Mail", "version": "1.0.0", "inputs": { "email": { "type": "string", "required": true } },
              "workflow": [ { "log": { "message": "started" } } ] }
            """);

        var result = await Shell.RunAsync("run", file);

        Assert.Equal(2, result.Code);
        Assert.Contains("INVALID_INPUT: 'email' is required", result.Error);
        Assert.DoesNotContain("started", result.Error);
    }

    [Fact]
    public async Task StandardInputServesAsTheFile()
    {
        var result = await Shell.RunAsync(["run", "-", "--json"], Workflow("""{ "log": { "message": "Hello" } }"""));

        Assert.Equal(0, result.Code);
    }

    [Fact]
    public async Task AnInterruptCancelsTheRunAndItsStateIsStillPrinted()
    {
        var file = _folder.Write("endless.json", """
            { "id": "endless", "name": "Endless", "version": "1.0.0", "settings": { "maxSteps": 10000000 },
              "workflow": [ { "log": { "message": "again", "success?": "log" } } ] }
            """);
        using var process = Shell.Start(["run", file]);
        Assert.Contains("again", await process.StandardError.ReadLineAsync());
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

        Assert.Equal(0, Kill(process.Id, 2));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(130, process.ExitCode);
        Assert.Equal("again", JsonDocument.Parse(await output).RootElement.GetProperty("lastLoggedMessage").GetString());
        Assert.Contains("cancelled after", await error);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private static string Workflow(string steps, string state = "{}") =>
        $$"""
        { "id": "test", "name": "Test", "version": "1.0.0", "initialState": {{state}},
          "workflow": [ {{steps}} ] }
        """;

    [Fact]
    public async Task FilesOfARunAreThoseOfTheDataFolder()
    {
        var file = _folder.Write("write.json", Workflow("""{ "filesystem": { "operation": "write", "path": "/notes/a.txt", "content": "hi" } }"""));

        var result = await Shell.RunAsync("run", file, "--data", _folder["data"]);

        Assert.Equal(0, result.Code);
        Assert.Equal("hi", File.ReadAllText(_folder["data/files/notes/a.txt"]));
    }

    [Fact]
    public async Task TablesNeedADatabaseThatIsThereAndTheStepSaysHowToMakeIt()
    {
        var file = _folder.Write("insert.json", Workflow("""{ "database": { "operation": "insert", "table": "t", "data": { "id": 1 }, "error?": { "$.why": "{{= $input.error }}" } } }"""));
        string[] run = ["run", file, "--data", _folder["data"], "--json"];

        var refused = State(await Shell.RunAsync(run));
        await Shell.RunAsync("migrate", "--data", _folder["data"]);
        var done = State(await Shell.RunAsync(run));

        Assert.Contains("'workscript migrate' makes it so", refused.GetProperty("why").GetString());
        Assert.Equal(1, done.GetProperty("dbInserted").GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task OtherWorkflowsAreLeftToTheServer()
    {
        var file = _folder.Write("call.json", Workflow("""{ "runWorkflow": { "workflowId": "other", "error?": { "$.why": "{{= $input.error }}" } } }"""));
        Assert.Contains("workscript serve", State(await Shell.RunAsync("run", file, "--json")).GetProperty("why").GetString());
    }

    private static JsonElement State(ShellResult result) => JsonDocument.Parse(result.Output).RootElement.GetProperty("state");

    public void Dispose() => _folder.Dispose();
}
