using Workscript.Engine.Execution;
using Workscript.Engine.Expressions;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine;

public sealed class ExpressionTests
{
    private const string StateJson = """
        { "n": 4, "price": 12.5, "name": "Ada", "list": [3, 1, 2], "nothing": null, "user": { "first-name": "A", "tags": ["x", "y"] },
          "orders": [{ "id": "a", "total": 10 }, { "id": "b", "total": 25.5 }], "big": 9007199254740993, "index": 1 }
        """;

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("6 / 2", "3")]
    [InlineData("-7 % 4", "-3")]
    [InlineData("2 ** 3 ** 2", "512")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("-.5 * 3", "-1.5")]
    [InlineData("$.n > 3 ?.5:1", "0.5")]
    [InlineData("round(0.49999999999999994)", "0")]
    [InlineData("round($.big)", "9007199254740993")]
    [InlineData("round(1234.5, -2)", "1200")]
    [InlineData("9223372036854775807 + 1", "9223372036854776000")]
    [InlineData("$.big + 1", "9007199254740994")]
    [InlineData("$.n + 1", "5")]
    [InlineData("$.price * $.n", "50")]
    [InlineData("'Hi ' + $.name + '!'", "\"Hi Ada!\"")]
    [InlineData("'n=' + $.nothing", "\"n=\"")]
    [InlineData("$.list[0]", "3")]
    [InlineData("$.list[-1]", "2")]
    [InlineData("$.list[$.index]", "1")]
    [InlineData("$.list[9]", "null")]
    [InlineData("$.user['first-name']", "\"A\"")]
    [InlineData("$.user.tags[1]", "\"y\"")]
    [InlineData("$.no.such.thing", "null")]
    [InlineData("$.name.length", "3")]
    [InlineData("$.list.length + $.user.tags.length", "5")]
    [InlineData("$.n > 3 && $.name == 'Ada'", "true")]
    [InlineData("$.n === 4.0", "true")]
    [InlineData("$.n == '4'", "false")]
    [InlineData("[1, {a: 2}] == [1, {a: 2}]", "true")]
    [InlineData("$.nothing == $.missing", "true")]
    [InlineData("!$.nothing", "true")]
    [InlineData("$.nothing ?? 'x'", "\"x\"")]
    [InlineData("0 || 'x'", "\"x\"")]
    [InlineData("$.n >= 4 ? 'many' : 'few'", "\"many\"")]
    [InlineData("$.n ?5:1", "5")]
    [InlineData("true ? false ? 1 : 2 : 3", "2")]
    [InlineData("{a: 1, 'b c': [$.n]}", "{\"a\":1,\"b c\":[4]}")]
    [InlineData("'10' < '9'", "true")]
    [InlineData("10 < 9", "false")]
    [InlineData("$.missing < 1", "false")]
    [InlineData("$.orders.map(o => o.total).sum()", "35.5")]
    [InlineData("sum($.orders, o => o.total)", "35.5")]
    [InlineData("$.orders.filter(o => o.total > 20).map((o, i) => o.id + i)", "[\"b0\"]")]
    [InlineData("map([1, 2], x => map([10, 20], y => x * y))", "[[10,20],[20,40]]")]
    [InlineData("find($.orders, o => o.id == 'b').total", "25.5")]
    [InlineData("$.name.toUpperCase().split('').join('-')", "\"A-D-A\"")]
    [InlineData("Math.max(1, $.n, 3)", "4")]
    [InlineData("Object.keys({x: 1}).length", "1")]
    [InlineData("round(-2.5)", "-2")]
    [InlineData("round(1.005 * 1000, 1)", "1005")]
    [InlineData("'it''s' == 'x' ? 1 : 2", null)]
    [InlineData("'a\\'b\\u00e9'", "\"a'bé\"")]
    [InlineData("$.list.sort()", "[1,2,3]")]
    [InlineData("sort($.orders, o => -o.total).first().id", "\"b\"")]
    [InlineData("(1)", "1")]
    [InlineData("filter([1, 2, 3], (x) => x != 2)", "[1,3]")]
    public void AnExpressionHasItsValue(string expression, string? expected)
    {
        if (expected is null)
        {
            Assert.Throws<ExpressionException>(() => Parser.Parse(expression));
            return;
        }

        Assert.Equal(expected, Json.Write(Evaluate(expression)));
    }

    [Theory]
    [InlineData("1 +", 3, "ends too early")]
    [InlineData("1 + * 2", 4, "'*' has no meaning here")]
    [InlineData("(1", 2, "')' is missing at the end")]
    [InlineData("name", 0, "the state is read as $.name")]
    [InlineData("uper('a')", 0, "did you mean 'upper'?")]
    [InlineData("$inptu.a", 0, "did you mean '$input'?")]
    [InlineData("upper()", 0, "upper(text)")]
    [InlineData("x => 1", 0, "where a function asks for one")]
    [InlineData("'abc", 0, "has no end")]
    [InlineData("1 # 2", 2, "'#' has no meaning")]
    [InlineData("$secrets.key", 0, "$secrets")]
    public void WhatIsNoExpressionSaysWhereAndWhy(string expression, int position, string message)
    {
        var e = Assert.Throws<ExpressionException>(() => Parser.Parse(expression));
        Assert.Contains(message, e.Message);
        Assert.Equal(position, e.Position);
    }

    [Theory]
    [InlineData("1 / 0", "by zero")]
    [InlineData("1 % 0", "by zero")]
    [InlineData("1e308 * 10", "too large")]
    [InlineData("$.missing + 1", "default(value, 0)")]
    [InlineData("$.name * 2", "needs a number")]
    [InlineData("filter($.name, x => x)", "needs a list")]
    [InlineData("map($.list, 5)", "x => x.name")]
    [InlineData("padStart('a', 999999999)", "million characters")]
    [InlineData("parseJson('{')", "not JSON")]
    public void WhatHasNoValueIsAnErrorNotInfinity(string expression, string message)
    {
        var e = Record.Exception(() => Evaluate(expression));
        Assert.True(e is ExpressionException or ValueLimitException, $"{e}");
        Assert.Contains(message, e.Message);
    }

    [Fact]
    public void NestingAndSizeAreLimitedBeforeTheStackIs()
    {
        Assert.Throws<ExpressionException>(() => Parser.Parse(new string('(', 100_000)));
        Assert.Throws<ExpressionException>(() => Parser.Parse(new string('-', 100_000) + "1"));
        Assert.Throws<ExpressionException>(() => Parser.Parse(new string('!', 100_000) + "1"));
        Assert.Throws<ExpressionException>(() => Parser.Parse(string.Join("+", Enumerable.Repeat("1", 100_000))));
        Assert.Throws<ExpressionException>(() => Parser.Parse(string.Join("**", Enumerable.Repeat("1", 100_000))));
        Assert.Throws<ExpressionException>(() => Parser.Parse("$" + string.Concat(Enumerable.Repeat(".a", 100_000))));
    }

    [Fact]
    public void WorkThatMultipliesRunsOutOfFuel()
    {
        var scope = new Scope(new State(ValueMap.Of("list", ValueList.Of(Enumerable.Range(0, 1000).Select(i => Value.Of((long)i)).ToArray()))));
        var expression = Parser.Parse("sum($.list, a => sum($.list, b => sum($.list, c => a * b * c)))");
        var e = Assert.Throws<ExpressionException>(() => scope.Evaluate(expression));
        Assert.Contains("steps of work", e.Message);
    }

    [Theory]
    [InlineData("range(100000000).length", "steps of work")]
    [InlineData("range(0, 1000, 0)", "not 0")]
    [InlineData("map(range(100000), i => upper($.long)).length", "steps of work")]
    [InlineData("map(range(100000), i => $.long + i).length", "steps of work")]
    [InlineData("map(range(100000), i => $.long == $.alike).length", "steps of work")]
    [InlineData("map(range(1000), i => try(matches($.long, '(a+)+\\\\1b'), 0)).length", "steps of work")]
    [InlineData("reduce(range(60), (text, i) => text + text, 'ab')", "million characters")]
    [InlineData("repeat('ab', 99999999)", "million characters")]
    [InlineData("replacePattern($.long, 'a', '$`$`')", "million characters")]
    [InlineData("set({}, repeat('a.', 5000), 1)", "at most 200 steps")]
    [InlineData("formatDate('2026-03-01', 'YYYY', 'Mars/Olympus')", "Europe/Berlin")]
    [InlineData("addTime('2026-03-01', 1e12, 'years')", "range of dates")]
    [InlineData("toFixed(1, 1000)", "digits")]
    public void LimitsHoldInEveryFunction(string expression, string message)
    {
        var text = new string('a', 1_000_000);
        var scope = new Scope(new State(ValueMap.Of(["long", "alike"], text, new string('a', 1_000_000))));
        var e = Record.Exception(() => scope.Evaluate(Parser.Parse(expression)));
        Assert.True(e is ExpressionException or ValueLimitException, $"{e}");
        Assert.Contains(message, e.Message);
    }

    [Theory]
    [InlineData("if($.missing == null, 'none', 1 / 0)", "\"none\"")]
    [InlineData("default($.n, 1 / 0)", "4")]
    [InlineData("coalesce($.missing, $.nothing, $.n)", "4")]
    [InlineData("try($.name * 2, 'no number')", "\"no number\"")]
    [InlineData("$.orders.group(o => if(o.total > 20, 'large', 'small')).large.length", "1")]
    [InlineData("$.orders.reduce((sum, o) => sum + o.total, 0)", "35.5")]
    [InlineData("set($.user, 'tags[-1]', 'z').tags", "[\"x\",\"z\"]")]
    [InlineData("remove($.user, 'no.such').tags.length", "2")]
    [InlineData("get($.orders, '[1].id')", "\"b\"")]
    [InlineData("sort(['b', 3, null, 'a', 1])", "[1,3,\"a\",\"b\",null]")]
    [InlineData("range(3, 0, -1)", "[3,2,1]")]
    [InlineData("range(0, 1, 0.25)", "[0,0.25,0.5,0.75]")]
    [InlineData("chunk([1, 2, 3], 99999999).length", "1")]
    [InlineData("'a-b'.split('-', 1)", "[\"a\"]")]
    [InlineData("''.split(',')", "[\"\"]")]
    [InlineData("truncate('ab', 2)", "\"ab\"")]
    [InlineData("round(9007199254740993)", "9007199254740993")]
    [InlineData("abs(-9007199254740993)", "9007199254740993")]
    [InlineData("mod(7, -3)", "-2")]
    [InlineData("toFixed(-0.001, 1)", "\"-0.0\"")]
    [InlineData("formatNumber(1234567.5)", "\"1,234,567.5\"")]
    [InlineData("slug('\\ud800 x')", "\"x\"")]
    [InlineData("Number('7') + Number.isInteger(7).number()", "8")]
    [InlineData("date('2026-03-29 02:30', 'Europe/Berlin')", "\"2026-03-29T01:30:00.000Z\"")]
    [InlineData("date('2026-10-25 02:30', 'Europe/Berlin')", "\"2026-10-25T00:30:00.000Z\"")]
    [InlineData("addTime('2026-03-28T12:00:00Z', 1, 'day', 'Europe/Berlin')", "\"2026-03-29T11:00:00.000Z\"")]
    [InlineData("addTime('2026-03-28T12:00:00Z', 24, 'hours', 'Europe/Berlin')", "\"2026-03-29T12:00:00.000Z\"")]
    [InlineData("addTime('2024-02-29', 1, 'year')", "\"2025-02-28T00:00:00.000Z\"")]
    [InlineData("diffTime('2026-03-30', '2026-01-31', 'months')", "1")]
    [InlineData("diffTime('2026-01-31', '2026-03-31', 'months')", "-2")]
    [InlineData("startOf('2026-07-01T23:30:00Z', 'day', 'Europe/Berlin')", "\"2026-07-01T22:00:00.000Z\"")]
    [InlineData("formatDate('2026-07-01T23:30:00Z', 'dddd, D. MMM YY h:mm A Z', 'Europe/Berlin')", "\"Thursday, 2. Jul 26 1:30 AM +02:00\"")]
    [InlineData("formatDate('2026-03-01', \"'Day' d 'o''clock'\")", "\"Day 1 oclock\"")]
    [InlineData("parseDate('1 Mar 2026 9:05 PM', 'D MMM YYYY h:mm A', 'America/New_York')", "\"2026-03-02T02:05:00.000Z\"")]
    [InlineData("try(parseDate('31.02.2026', 'DD.MM.YYYY'), 'none')", "\"none\"")]
    public void FunctionsKeepTheirPromises(string expression, string expected) => Assert.Equal(expected, Json.Write(Evaluate(expression)));

    [Fact]
    public void NoTwoFunctionsShareAName()
    {
        var names = FunctionCatalog.Families.SelectMany(f => f.Functions).SelectMany(f => f.Aliases.Prepend(f.Name));
        Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    public static TheoryData<string> Functions() => new(FunctionCatalog.Families.SelectMany(f => f.Functions).Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Functions))]
    public void EveryFunctionsExampleGivesItsResult(string name)
    {
        var function = FunctionCatalog.Find(name)!;
        Assert.Equal(Json.Read(function.Result), Evaluate(function.Example));
    }

    private static Value Evaluate(string expression)
    {
        var scope = new Scope(new State(Json.Read(StateJson).AsMap!));
        var value = scope.Evaluate(Parser.Parse(expression));
        return value.IsMissing ? Value.Null : value;
    }
}
