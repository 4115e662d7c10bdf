using Workscript.Engine.Expressions;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Tests.Support;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>What mutations begin with: texts that mean something, and some that hurt.</summary>
internal static class Corpus
{
    public static IReadOnlyList<string> Documents { get; } =
    [
        .. ConformanceCase.All.Select(one => one.Document),
        .. NodeCatalog.Standard.Nodes.Select(node => node.Info.Example),
        .. Directory.EnumerateFiles(Sources.At("examples"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText),
    ];

    public static IReadOnlyList<string> Expressions { get; } =
    [
        .. FunctionCatalog.Families.SelectMany(family => family.Functions).Select(function => function.Example),
        "$.a.b[0]['c d'][-1].e", "$.items.length", "$.a ?? $.b && !$.c || 1 == 2 ? 'x' : \"y\"", "{a: 1, 'b c': [1, 2.5, -3e7], d: {}}", "$.items | x", "1 +", "((((1))))",
        "$.items.filter(x => x.n > 1).map((x, i) => x.n * i)", "$input.items[$.i].name", "$vars.NAME + $run.id", "$secrets.KEY", "9223372036854775807 + 1", "1 / 0", "0 % 0",
        "'\\u0041\\n\\''", "-1 - -1", "!-1", "1 <= 2 >= 3 != 4 === 5 !== 6", "$", "$.", "$..a", "$.a.", "$['a']", "$.a[", "x => x", "map(x => map(y => map(z => z)))",
        "range(0, 100000)", "repeat('x', 1000000)", "padStart('x', 16777217)", "split(repeat('a,', 10000), ',')", "pow(10, 400)", "now() + 1", "sort($.items, x => x.n)",
    ];

    public static IReadOnlyList<string> Templates { get; } =
    [
        "{{$.a}}", "{{ $.a }}", "a {{$.items[0].n}} b {{= upper($.text) }} c", "{{= $.a + '}}' }}", "{{name}}", "{{{{$.a}}}}", "{{", "}}", "{{$", "{{=", "{{= }}", "{{=1}}{{=2}}", "{{$.a.b.c}}{{$.missing}}",
        "{{= map($.items, x => '{{' + x.n + '}}') }}", "{{#each items}}{{n}}{{/each}}", "{{$.a}", "\\{{$.a}}", "{{= $secrets.KEY }}", "{{= '\\ud800' }}", "{{= slice('😀', 0, 1) }}", "{{$.items}}", "$.a", "$.a ", " $.a", "$.items.length", "$.n + 1",
    ];

    public static IReadOnlyList<string> Patterns { get; } =
    [
        "(a+)+$", "^(\\w+\\s?)*$", "a{2,3}?", "[a-z&&[^b]]", "(?<year>\\d{4})-(?<month>\\d\\d)", "\\k<year>", "(?=x)(?!y)(?<=z)(?<!w)", "[\\]\\-^]", "\\u{1F600}", "\\p{L}+", "\\cA", "\\x41\\u0041", "(?:a|b|)*", "()",
        "[]", "[^]", "a**", "(", "[a", "\\", "{1}", "a{1", "a{,2}", "a{99999}", "(a{1,100}){1,100}", "^.*?$", "(?i)a", "$^", "\\b\\B", "(?<a>x)(?<a>y)", "\\1(a)", "(?>a)", "(?#x)", "[\\d-z]", "[z-a]", "\\8", "(((((((((((a)))))))))))\\11", "$&", "/a/gi",
    ];

    public static IReadOnlyList<string> Dates { get; } =
    [
        "2024-02-29", "2024-02-30", "2024-02-29T23:59:60Z", "2024-03-31T02:30:00+01:00", "2024-10-27T02:30:00", "0000-00-00", "9999-12-31T23:59:59.999Z", "10000-01-01", "-000001-01-01T00:00:00Z", "+275760-09-13T00:00:00.001Z",
        "Tue, 24 Nov 2026 08:34:31 GMT", "24.11.2026", "11/24/2026", "1700000000", "1700000000000", "-1", "1e400", "today", "now", "Europe/Berlin", "America/Sao_Paulo", "UTC+14", "Mars/Phobos", "GMT", "YYYY-MM-DD HH:mm:ss", "dddd, MMMM Do", "[]", "yyyy-MM-dd'T'HH",
        "5m", "1h 30m", "500ms", "2d", "-1s", "1.5h", "99999999999999999999d", "P1DT2H", "0",
    ];

    public static IReadOnlyList<string> Formats { get; } =
    [
        "a,b\n1,\"x \"\"y\"\"\"\n,\r\n", "\"", "a;b\t c\n\n\n", "\ufeffname,price\nTea,3", "<a x='1'><b>1</b><b/>&amp;<![CDATA[<]]><!-- c --></a>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a", "<a></b>", "<?xml version='1.0' encoding='x'?><a/>",
        "<div class=\"x y\" id=z><p>1<p>2<br><table><tr><td>3</table><script>let a = '<';</script></div>", "div > p.x:nth-child(2n+1), [id^='z']:not(.y) ~ *", "div >", ":nth-child(", "# Title\n\n- *a* `b`\n- [c](javascript:d)\n\n| x | y |\n|---|:-:|\n| 1 | 2 |\n", "```\ncode",
        "<rss version='2.0'><channel><title>T</title><item><title>A</title><pubDate>Tue, 24 Nov 2026 08:34:31 GMT</pubDate></item></channel></rss>", "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><updated>2026-11-24T08:34:31Z</updated></entry></feed>",
        "{\"a\":[1,{\"b\":null}],\"c\":\"\\ud83d\\ude00\"}", "[[[[[[[[[[[[]]]]]]]]]]]]", "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.x", "aGVsbG8=", "a%20b%zz", "https://example.org/a?b=c#d", "../../etc/passwd", "a\\..\\b", "/a/./b//c", "mail@example.org", "$2a$10$abcdefghijklmnopqrstuv",
    ];

    /// <summary>Texts that break what takes every text for a word.</summary>
    public static IReadOnlyList<string> Awkward { get; } =
    [
        "", " ", "\n", "\0", "\ufeff", "\u2028", "😀", "e\u0301", "ﬁ", "straße", "İ", "\u202e", "__proto__", "constructor", "toString", "length", "NaN", "Infinity", "-0", "0x1F", "1_000", "1e21", "true", "null", "undefined", "[object Object]", "a.b.c", "a[0]", "..", "$", "@name", "success?", "...", "log...", new('x', 5_000), new('(', 2_000), new('[', 2_000), string.Concat(Enumerable.Repeat("{{$.a}}", 500)),
    ];

    public static IReadOnlyList<string> Texts { get; } = [.. Expressions, .. Templates, .. Patterns, .. Dates, .. Formats, .. Awkward];

    public static IReadOnlyList<Value> Numbers { get; } =
        [0, 1, -1, 2, 3, 7, 10, 100, 0.1, -2.5, 1e21, 1e-7, 1e308, -1e308, 5e-324, long.MaxValue, long.MinValue, 9007199254740993, int.MaxValue, int.MinValue, 4294967296, 16_777_217];
}
