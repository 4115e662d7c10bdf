using System.Text;
using System.Text.Json;
using Workscript.Engine.Values;
using Json = Workscript.Engine.Values.Json;

namespace Workscript.Tests.Engine;

public sealed class ValueTests
{
    [Theory]
    [InlineData(0.0d, "0")]
    [InlineData(-1.0d, "-1")]
    [InlineData(0.3333333333333333d, "0.3333333333333333")]
    [InlineData(1e21d, "1e+21")]
    [InlineData(1e20d, "100000000000000000000")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(0.000001d, "0.000001")]
    [InlineData(1e-7d, "1e-7")]
    [InlineData(1.5e-7d, "1.5e-7")]
    [InlineData(5e-324d, "5e-324")]
    [InlineData(1.7976931348623157e308d, "1.7976931348623157e+308")]
    [InlineData(0.000001234d, "0.000001234")]
    [InlineData(-2.5e-9d, "-2.5e-9")]
    [InlineData(9007199254740992d, "9007199254740992")]
    [InlineData(1e15d, "1000000000000000")]
    [InlineData(1e16d, "10000000000000000")]
    [InlineData(123456.789d, "123456.789")]
    [InlineData(1e100d, "1e+100")]
    [InlineData(1.0000000000000002d, "1.0000000000000002")]
    [InlineData(999999999999999900000d, "999999999999999900000")]
    public void NumbersAreWrittenAsEcmaScriptWritesThem(double number, string text) => Assert.Equal(text, NumberText.Of(number));

    [Theory]
    [InlineData("", 0d)]
    [InlineData(" 7 ", 7d)]
    [InlineData("0x1F", 31d)]
    [InlineData("0b101", 5d)]
    [InlineData("0o17", 15d)]
    [InlineData("1e3", 1000d)]
    [InlineData(".5", 0.5d)]
    [InlineData("5.", 5d)]
    [InlineData("-3", -3d)]
    [InlineData("+4", 4d)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("abc", double.NaN)]
    [InlineData("1,5", double.NaN)]
    [InlineData("1 2", double.NaN)]
    [InlineData("0x", double.NaN)]
    [InlineData("1e", double.NaN)]
    [InlineData("--1", double.NaN)]
    [InlineData("\ufeff9\u00a0", 9d)]
    [InlineData("1_000", double.NaN)]
    [InlineData("infinity", double.NaN)]
    [InlineData("0xg", double.NaN)]
    public void TextIsReadAsANumberAsEcmaScriptReadsIt(string text, double number) => Assert.Equal(number, Coerce.Number(text));

    [Theory]
    [InlineData("""{"b":1,"a":[true,null,"x\"\\\n\u0001é😀</"]}""", "{\"b\":1,\"a\":[true,null,\"x\\\"\\\\\\n\\u0001é😀</\"]}")]
    [InlineData(" [ 1.0 , 1E3, -0.0, 9007199254740993, 123456789012345678901234567890 ] ", "[1,1000,0,9007199254740993,1.2345678901234568e+29]")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a":3,"b":2}""")]
    [InlineData("1e400", "null")]
    public void JsonIsReadAndWrittenCompactly(string read, string written)
    {
        Assert.Equal(written, Json.Write(Json.Read(read)));
        Assert.Equal(Json.Read(written), Json.Read(Json.WriteIndented(Json.Read(read))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("nul")]
    [InlineData("1 2")]
    [InlineData("{a:1}")]
    public void WhatIsNotJsonIsOneKindOfException(string text) => Assert.ThrowsAny<JsonException>(() => Json.Read(text));

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":[\"a\\ud83d\\n\\\\\\\"é\"]}")]
    public void HalfOfASurrogatePairIsReadBackAsItWasWritten(string text) => Assert.Equal(text, Json.Write(Json.Read(text)));

    [Fact]
    public void WhatIsNotUtf8IsNotJson() => Assert.ThrowsAny<JsonException>(() => Json.Read([(byte)'"', 0xC3, (byte)'"']));

    [Fact]
    public void NestingIsLimitedWhenReadingAndWhenBuilding()
    {
        Assert.ThrowsAny<JsonException>(() => Json.Read(new string('[', 1000) + new string(']', 1000)));
        Value nested = ValueList.Empty;
        Assert.Throws<ValueLimitException>(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                nested = ValueList.Of(nested);
            }
        });
    }

    [Fact]
    public void TheDeepestValueCanBeReadAndOneDeeperIsAnError()
    {
        var deepest = new string('[', ValueLimits.Depth) + new string(']', ValueLimits.Depth);
        Assert.Equal(deepest, Json.Write(Json.Read(deepest)));
        Assert.ThrowsAny<JsonException>(() => Json.Read($"[{deepest}]"));
    }

    [Fact]
    public void SharedPartsCountEachTimeTheyAppear()
    {
        Value shared = new string('x', 1000);
        Assert.Throws<ValueLimitException>(() =>
        {
            for (var i = 0; i < 40; i++)
            {
                shared = ValueList.Of(shared, shared);
            }
        });
    }

    [Fact]
    public void AMapKeepsItsOrderAndFindsItsMembersWhateverItsSize()
    {
        foreach (var size in new[] { 0, 1, 11, 12, 13, 500 })
        {
            var builder = new ValueMap.Builder();
            for (var i = 0; i < size; i++)
            {
                builder.Set($"k{i}", i).Set($"k{i}", i * 2);
            }

            var map = builder.Build();
            Assert.Equal(Enumerable.Range(0, size).Select(i => $"k{i}"), map.Names.ToArray());
            Assert.All(Enumerable.Range(0, size), i => Assert.Equal(i * 2, map[$"k{i}"].AsDouble));
            Assert.True(map["other"].IsMissing);
            var changed = map.With("k0", "new").With("other", true).Without("k1");
            Assert.Equal(("new", true, true), (changed["k0"].AsText, changed["other"].IsTrue, changed["k1"].IsMissing));
            Assert.Equal(size, map.Count);
        }
    }

    [Fact]
    public void EqualityIsByValueAndSamenessIsNot()
    {
        var (a, b) = (Json.Read("""{"x":[1,{"y":2}],"z":1.0}"""), Json.Read("""{"z":1,"x":[1,{"y":2}]}"""));
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.False(a.IsSame(b));
        Assert.NotEqual(Value.Missing, Value.Null);
        Assert.NotEqual(Value.Of("1"), Value.Of(1L));
    }

    [Theory]
    [InlineData("a.b", "$.a.b")]
    [InlineData("$.a", "$.a")]
    [InlineData("a.0.b", "$.a['0'].b")]
    [InlineData("a-b", null)]
    [InlineData("", null)]
    [InlineData("$", null)]
    [InlineData("a..b", null)]
    [InlineData("a.b\n", null)]
    [InlineData("1a", null)]
    public void AStatePathIsReadFromDottedNames(string text, string? path) => Assert.Equal(path, StatePath.TryParse(text)?.ToString());

    [Theory]
    [InlineData("""{"b":1}""", "a.b.c", "2", """{"b":{"c":2}}""")]
    [InlineData("5", "a.b", "2", """{"b":2}""")]
    [InlineData("""[1,{"x":1}]""", "a.1.x", "2", """[1,{"x":2}]""")]
    [InlineData("""{"b":{"c":1,"d":2}}""", "a.b.c", null, """{"b":{"d":2}}""")]
    public void AChangeCopiesOnlyThePathThatChanges(string before, string path, string? value, string after) =>
        Assert.Equal(Json.Read(after), StatePath.TryParse(path)!.Apply(Json.Read(before), value is null ? Value.Missing : Json.Read(value)));

    [Theory]
    [InlineData("\"500ms\"", 500)]
    [InlineData("\"1h 30m\"", 5_400_000)]
    [InlineData("\"1.5s\"", 1500)]
    [InlineData("250", 250)]
    [InlineData("\"5\"", null)]
    [InlineData("\"-5s\"", null)]
    [InlineData("-1", null)]
    [InlineData("\"99999999w\"", null)]
    [InlineData("true", null)]
    public void DurationsAreReadAsPeopleWriteThem(string json, int? milliseconds) => Assert.Equal(milliseconds, (int?)Duration.TryParse(Json.Read(json))?.TotalMilliseconds);

    [Fact]
    public void HalfASurrogatePairIsEscapedSoThatTheTextStaysUnicode() =>
        Assert.Equal("\"a\\ud83d\"", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Json.Write("a\ud83d"))));
}
