using System.Globalization;
using System.Text.Json;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.NodeHosting;

/// <summary>Scripts that try to take the machine. Each is a step of one workflow, run by the command line as it would run anybody's.</summary>
public sealed class HostileScriptTests : IDisposable
{
    private const int MostMegabytes = 64;

    private static readonly (string Name, string Code)[] Attacks =
    [
        // Texts that one call makes.
        ("repeat", "return 'x'.repeat(5e8).length"),
        ("repeat by another name", "return Reflect.apply(String.prototype.repeat, 'x', [5e8]).length"),
        ("replaceAll", "const s = 'a'.repeat(1e5); return s.replaceAll('a', s).length"),
        ("replace", "const s = 'a'.repeat(1e5); return s.replace(/a/g, s).length"),
        ("replace with dollars", "const s = 'a'.repeat(1e5); return s.replace(/a/g, \"$`$'$&\").length"),
        ("padStart", "return 'x'.padStart(5e8).length"),
        ("padEnd", "return 'x'.padEnd(5e8, 'ab').length"),
        ("join", "return Array(5000).fill('a'.repeat(1e6)).join('').length"),
        ("split and join", "return 'a'.repeat(1e5).split('').join('b'.repeat(1e5)).length"),
        ("concat", "return ''.concat(...Array(5000).fill('a'.repeat(1e6))).length"),
        ("String.raw", "return String.raw({ raw: Array(5000).fill('a'.repeat(1e6)) }).length"),
        ("doubling", "let s = 'a'; for (let i = 0; i < 40; i++) { s += s; s.charCodeAt(5); } return s.length"),
        ("templates", "let s = 'a'; for (let i = 0; i < 40; i++) s = `${s}${s}`; return s.length"),
        ("templates in one statement", "const f = x => `${x}${x}`, g = x => f(f(f(f(f(f(f(f(x)))))))); return g(g(g(g('a')))).length"),
        ("stringify", "return JSON.stringify(Array(5000).fill('a'.repeat(1e6))).length"),
        ("stringify with indent", "let a = []; for (let i = 0; i < 150; i++) a = [a]; return JSON.stringify(Array(1000).fill(a), null, '          ').length"),
        ("shared parts", "let a = ['x']; for (let i = 0; i < 40; i++) a = [a, a]; return a"),
        ("encode", "return encodeURIComponent('\\uFFFF'.repeat(3e6)).length"),
        ("escape", "return escape('\\uFFFF'.repeat(3e6)).length"),
        ("normalize", "return '\\uFDFA'.repeat(1e6).normalize('NFKD').length"),
        ("capitals", "return '\\u0390'.repeat(4e6).toUpperCase().length"),

        // Lists and buffers that one call makes.
        ("buffer", "return new ArrayBuffer(1e9).byteLength"),
        ("typed array", "return new Uint8Array(1e9).length"),
        ("fill", "return Array(1e9).fill(1).length"),
        ("from", "return Array.from({ length: 1e9 }).length"),
        ("keys", "return [...Array(1e9).keys()].length"),
        ("holes", "const a = []; a[999999] = 1; a.length = 4e9; return a.sort().length"),
        ("flat", "let a = [1]; for (let i = 0; i < 30; i++) a = [a, a]; return a.flat(Infinity).length"),
        ("spread", "const a = Array(9e5).fill(0); return [...a, ...a, ...a, ...a].length"),
        ("split", "return 'a'.repeat(9e6).split('').length"),
        ("matches", "return 'a'.repeat(3e6).match(/(a)/g).length"),
        ("map of everything", "return Array.prototype.map.call({ length: 2 ** 32 - 1 }, x => x).length"),
        ("reverse of everything", "return Array.prototype.reverse.call({ length: 2 ** 53 - 1 }).length"),

        // Memory, bit by bit.
        ("map", "const m = new Map(); for (let i = 0; ; i++) m.set(i, {})"),
        ("symbols", "const a = []; while (true) a.push(Symbol('x'.repeat(1000)))"),
        ("caught", "const a = []; while (true) { try { a.push('x'.repeat(1e6) + a.length); } catch { 0; } }"),
        ("formats", "while (true) new Intl.NumberFormat('de').format(1)"),

        // Time.
        ("loop", "while (true);"),
        ("loop in finally", "function f() { try { while (true); } finally { f(); } } f()"),
        ("big integers", "let a = 3n; while (true) a = a * a"),
        ("power", "return 2n ** 100000000n > 0n"),
        ("shift", "return 1n << 1000000000n > 0n"),
        ("comparator", "return Array.from({ length: 1e5 }, (_, i) => i).sort(() => { while (true); })"),
        ("backtracking", "return /(a+)+$/.test('a'.repeat(50) + 'b')"),
        ("backtracking again and again", "while (true) { try { /(a+)+$/.test('a'.repeat(50) + 'b'); } catch { 0; } }"),
        ("class of characters", "return new RegExp('[' + Array.from({ length: 20000 }, (_, i) => String.fromCharCode(i * 3 + 100).replace(/[\\]\\\\^-]/, '')).join('') + ']', 'i').test('a')"),
        ("comparing", "const s = 'a'.repeat(4e6); while (true) s.localeCompare(s + 'b')"),
        ("sleep", "return Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)"),
        ("promise that is never kept", "return new Promise(() => { })"),
        ("promises without end", "return (async function f() { await null; return f(); })()"),
        ("thenable", "const t = { then(resolve) { resolve(t); } }; return Promise.resolve(t)"),
        ("hostile name", "const e = new Error('x'); Object.defineProperty(e, 'name', { get() { while (true); } }); throw e"),
        ("hostile message", "throw { get message() { while (true); }, toString() { while (true); } }"),
        ("hostile result", "return { toJSON() { while (true); } }"),

        // The stack.
        ("recursion", "(function f() { f(); })()"),
        ("recursion caught", "while (true) { try { (function f() { f(); })(); } catch { 0; } }"),
        ("recursion by closures", "const make = n => () => make(n + 1)(); return make(0)()"),
        ("getter", "const o = { get x() { return this.x; } }; return o.x"),
        ("toString", "const o = { toString() { return '' + this; } }; return '' + o"),
        ("generators", "function* g(n) { yield 1; yield* g(n + 1); } for (const x of g(0)); return 1"),
        ("bound functions", "let f = function () { }; for (let i = 0; i < 300000; i++) f = f.bind(null); return ({}) instanceof f"),
        ("proxies", "let p = {}; for (let i = 0; i < 300000; i++) p = new Proxy(p, {}); return p.x"),
        ("nested lists", "let a = []; for (let i = 0; i < 200000; i++) a = [a]; return String(a).length"),
        ("nested result", "let a = []; for (let i = 0; i < 1000; i++) a = [a]; return a"),
        ("nested JSON", "return JSON.parse('['.repeat(100000))"),
        ("nested pattern", "return new RegExp('('.repeat(5e6) + ')'.repeat(5e6)).test('a')"),
        ("nested code", $"return {new string('(', 60_000)}1"),
        ("long code", $"return a{string.Concat(Enumerable.Repeat("+1", 50_000))}"),

        // Ways out.
        ("eval", "return eval('1')"),
        ("eval from afar", "return (0, eval)('1')"),
        ("Function", "return (function () { }).constructor('return 1')()"),
        ("generator function", "return Object.getPrototypeOf(function* () { }).constructor('yield 1')().next()"),
        ("async function", "return Object.getPrototypeOf(async function () { }).constructor('return 1')"),
        ("import", "return import('fs')"),
        ("end of the function", "}); while (true); (function () {"),
    ];

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task EveryAttackEndsOnTheErrorEdgeWithLittleMemory()
    {
        // As long as it takes to see the process that they run in, and as many as it takes for that to have settled.
        var (_, harmless) = await RunAsync([.. Enumerable.Repeat(("harmless", "const end = Date.now() + 100; while (Date.now() < end); return 1"), 20)]);
        var (ends, hostile) = await RunAsync(Attacks);

        Assert.Empty(Attacks.Where((_, at) => ends[$"a{at}"].AsText is not ("SCRIPT_ERROR" or "SCRIPT_LIMIT" or "TIMEOUT")));
        Assert.True(hostile - harmless < MostMegabytes, $"{hostile:0} MB, where a harmless script has {harmless:0} MB");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The codes with which each ended; and the most megabytes that the run ever had, and any one process of its scripts. One that was killed may take a moment to go, beside the next.</summary>
    private async Task<(Value Ends, double Megabytes)> RunAsync((string Name, string Code)[] scripts)
    {
        var file = _folder.Write("scripts.json", Document(scripts));
        using var process = Shell.Start(["run", file, "--json"], new() { ["Code__Enabled"] = "true" });
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (own, ofScripts) = (0L, 0L);
        while (!process.HasExited)
        {
            own = Math.Max(own, Peak(process.Id));
            ofScripts = Math.Max(ofScripts, Children(process.Id).Select(Peak).DefaultIfEmpty().Max());
            await Task.Delay(5);
        }

        Assert.True(ofScripts > 0, "No process of scripts was seen");

        Assert.Equal("", await error);
        return (Json.Read(await output)["state"]["ends"], (own + ofScripts) / 1024d);
    }

    private static string Document((string Name, string Code)[] scripts)
    {
        var steps = scripts.Select((script, at) => new Dictionary<string, object>
        {
            ["code"] = new Dictionary<string, object>
            {
                ["code"] = script.Code,
                ["timeout"] = 250,
                ["error?"] = new Dictionary<string, object> { [$"$.ends.a{at}"] = "{{= $input.code }}" },
            },
        });
        return JsonSerializer.Serialize(new { id = "hostile", name = "Hostile", version = "1.0.0", workflow = steps });
    }

    private static IEnumerable<int> Children(int process)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task").SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse).ToList();
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The most kilobytes that the process ever had.</summary>
    private static long Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
