using Microsoft.Extensions.Configuration;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.NodeHosting.Scripts;

namespace Workscript.Tests.Web.NodeHosting;

public sealed class ScriptPoolTests : IClassFixture<ScriptPoolTests.Scripts>
{
    private readonly ScriptPool _pool;

    public ScriptPoolTests(Scripts scripts) => _pool = scripts.Pool;

    [Theory]
    [InlineData("return data.n + 1", "2")]
    [InlineData("const twice = n => n * 2;\nreturn [1, 2].map(twice);", "[2,4]")]
    [InlineData("return { at: new Date(0), none: undefined, nan: NaN, text: 'ä\\n😀', f() {} }", """{"at":"1970-01-01T00:00:00.000Z","nan":null,"text":"ä\n😀"}""")]
    [InlineData("return 9007199254740991", "9007199254740991")]
    [InlineData("return (async () => { await null; return 5; })()", "5")]
    [InlineData("data.list.push(3); data.n = 'x'; return data", """{"n":"x","list":[1,2,3]}""")]
    [InlineData("return [typeof process, typeof require, typeof System, typeof importNamespace, typeof setTimeout, typeof fetch].join()", "\"undefined,undefined,undefined,undefined,undefined,undefined\"")]
    [InlineData("return this === undefined", "true")]
    public async Task WhatTheScriptReturnsComesBackAsJsonWouldKeepIt(string code, string result) => Assert.Equal(result, (await RunAsync(code)).ToString());

    [Fact]
    public async Task WithoutAReturnThereIsNoValue() => Assert.True((await RunAsync("1 + 1")).IsMissing);

    [Theory]
    [InlineData("throw new Error('No stock')", "No stock", 1)]
    [InlineData("\n\nnull.x", "TypeError: Cannot read properties of null (reading 'x')", 3)]
    [InlineData("function f() {\n  throw { code: 7 };\n}\nf()", "{\"code\":7}", 2)]
    [InlineData("throw 'text'", "text", 1)]
    [InlineData("return 1;\nlet x = {;", "SyntaxError: Unexpected token ';'", 2)]
    [InlineData("}); while (true); (function () {", "SyntaxError: Unexpected token '}'", 1)]
    [InlineData("return (async () => { throw new TypeError('late'); })()", "TypeError: late", null)]
    [InlineData("const a = []; a.push(a); return a", "TypeError: Cyclic reference detected.", 1)]
    [InlineData("shared.list = 1", "TypeError: Cannot assign to read only property 'list' of Object", 1)]
    [InlineData("shared.list.push(1)", "TypeError: Cannot assign to read only property '2' of object '#<Object>'", 1)]
    public async Task WhatTheScriptDoesWrongIsSaidWithItsLine(string code, string message, int? line)
    {
        var e = await Assert.ThrowsAsync<ScriptException>(() => RunAsync(code));
        Assert.Equal((message, line), (e.Message, e.Line));
    }

    [Fact]
    public async Task WhatItWritesToTheConsoleIsHeardAlsoWhenItFails()
    {
        var lines = new List<LogLine>();
        await Assert.ThrowsAsync<ScriptException>(() => RunAsync("console.log('a', 1, { b: [null] }); console.error(new TypeError('c')); throw 1", onLog: lines.Add));
        Assert.Equal([new(LogLevel.Info, "a 1 {\"b\":[null]}"), new(LogLevel.Error, "TypeError: c")], lines);
    }

    [Fact]
    public async Task NothingOfAScriptIsLeftForTheNext()
    {
        await RunAsync("globalThis.left = 1; Array.prototype.map = 2; Object.prototype.left = 3; JSON.stringify = 4; console.log = 5; return 1");
        Assert.Equal("[[2],\"undefined\",\"undefined\"]", (await RunAsync("console.log(1); return [[1].map(n => n + 1), typeof left, typeof ({}).left]")).ToString());
    }

    [Fact]
    public async Task ManyRunAtTheSameTime()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => RunAsync($"return {n}")));
        Assert.Equal(Enumerable.Range(0, 20), results.Select(result => (int)result.AsDouble));
    }

    [Fact]
    public async Task ACancelledScriptIsNotWaitedFor()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var call = new ScriptCall("let a = 3n; while (true) a = a * a", ValueMap.Empty, TimeSpan.FromMinutes(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pool.RunAsync(call, cancel.Token));
    }

    [Fact]
    public async Task MoreThanAScriptCanHoldIsNotHandedOver()
    {
        var call = new ScriptCall("return 1", ValueMap.Of("data", new string('x', 5_000_000)), TimeSpan.FromSeconds(5));
        Assert.Equal("TOO_LARGE", (await Assert.ThrowsAsync<NodeException>(() => _pool.RunAsync(call, default))).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("false")]
    public async Task ScriptsAreOffUntilTheOperatorSaysOtherwise(string? setting)
    {
        using var pool = ScriptPool.From(Configured(setting), TimeProvider.System);
        var e = await Assert.ThrowsAsync<NodeException>(() => pool.RunAsync(new("return 1", ValueMap.Empty, TimeSpan.FromSeconds(1)), default));
        Assert.Equal(("NOT_AVAILABLE", "Scripts are off here; the server's operator can switch them on with Code__Enabled=true"), (e.Code, e.Message));
    }

    [Fact]
    public void ASettingThatIsNoneIsRefused() => Assert.Throws<SettingException>(() => ScriptPool.From(Configured("yes"), TimeProvider.System));

    private static IConfiguration Configured(string? setting) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [ScriptPool.Setting] = setting }).Build();

    private Task<Value> RunAsync(string code, Action<LogLine>? onLog = null)
    {
        var input = Json.Read("""{ "data": { "n": 1, "list": [1, 2] }, "shared": { "list": [1, 2] } }""").AsMap!;
        return _pool.RunAsync(new(code, input, TimeSpan.FromSeconds(10)) { ReadOnly = ["shared"], OnLog = onLog }, default);
    }

    public sealed class Scripts : IDisposable
    {
        public ScriptPool Pool { get; } = new(isEnabled: true, TimeProvider.System);

        public void Dispose() => Pool.Dispose();
    }
}
