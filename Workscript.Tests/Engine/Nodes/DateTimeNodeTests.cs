using Workscript.Engine;
using Workscript.Engine.Execution;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class DateTimeNodeTests
{
    [Theory]
    [InlineData("2024-07-15T12:00:00Z", """ "operation": "convert_timezone", "toTimezone": "Europe/Berlin" """, "2024-07-15T14:00:00.000Z")]
    [InlineData("2024-01-15T12:00:00Z", """ "operation": "convert_timezone", "toTimezone": "Europe/Berlin" """, "2024-01-15T13:00:00.000Z")]
    [InlineData("2024-07-15T12:00:00Z", """ "operation": "convert_timezone", "toTimezone": "EST" """, "2024-07-15T07:00:00.000Z")]
    [InlineData("2024-07-15 12:00", """ "operation": "convert_timezone", "fromTimezone": "Europe/Berlin", "toTimezone": "UTC" """, "2024-07-15T10:00:00.000Z")]
    [InlineData("2024-07-15T12:00:00Z", """ "operation": "convert_timezone", "toTimezone": "+05:30" """, "2024-07-15T17:30:00.000Z")]
    [InlineData("2024-03-05T07:08:09Z", """ "operation": "format", "outputFormat": "dddd, D MMMM YYYY, HH:mm" """, "Tuesday, 5 March 2024, 07:08")]
    [InlineData("2024-03-05T23:30:00Z", """ "operation": "format", "outputFormat": "DD MMM HH:mm", "timezone": "Europe/Berlin" """, "06 Mar 00:30")]
    [InlineData("2024-03-05T07:08:09Z", """ "operation": "format", "outputFormat": "D.D, HHhmm" """, "5.D, 07h08")]
    [InlineData("5 March 2024", """ "operation": "parse", "inputFormat": "D MMMM YYYY" """, "2024-03-05T00:00:00.000Z")]
    [InlineData("05.03.2024", """ "operation": "parse", "inputFormat": "DD.MM.YYYY" """, "2024-03-05T00:00:00.000Z")]
    [InlineData("Fri Mar 15 2024 14:05:09 GMT+0100 (Central European Standard Time)", """ "operation": "to_iso" """, "2024-03-15T13:05:09.000Z")]
    [InlineData("March 15, 2024", """ "operation": "to_iso" """, "2024-03-15T00:00:00.000Z")]
    [InlineData("15 Mar 2024 14:05", """ "operation": "to_iso" """, "2024-03-15T14:05:00.000Z")]
    [InlineData("+012024-03-15T10:00:00.123456Z", """ "operation": "to_iso" """, "+012024-03-15T10:00:00.123Z")]
    [InlineData("2024-03-30T12:00:00Z", """ "operation": "add", "amount": 1, "unit": "days", "timezone": "Europe/Berlin" """, "2024-03-31T11:00:00.000Z")]
    [InlineData("2024-03-30T12:00:00Z", """ "operation": "subtract", "amount": "2", "unit": "month" """, "2024-01-30T12:00:00.000Z")]
    [InlineData("2024-01-31T12:00:00Z", """ "operation": "round", "roundTo": "end_of_month" """, "2024-01-31T23:59:59.999Z")]
    [InlineData("2024-07-15T23:00:00Z", """ "operation": "round", "roundTo": "start_of_day", "timezone": "Europe/Berlin" """, "2024-07-15T22:00:00.000Z")]
    public async Task DatesComeOut(string date, string config, string expected) => Assert.Equal(expected, (await RunAsync(date, config)).State["dateTimeResult"].AsText);

    [Theory]
    [InlineData("2024-07-15", """ "operation": "convert_timezone", "toTimezone": "Mars/Olympus" """, "Unknown time zone: Mars/Olympus. Write it as Europe/Berlin, +02:00 or UTC")]
    [InlineData("2024-07-15", """ "operation": "add", "amount": "much", "unit": "days" """, "amount must be a number")]
    [InlineData("2024-07-15", """ "operation": "add", "amount": 1, "unit": "fortnights" """, "Unknown unit: fortnights. Write it as days")]
    [InlineData("2024-07-15", """ "operation": "add", "amount": 1e300, "unit": "years" """, "Invalid Date: it is more than 100 million days from 1970")]
    [InlineData("2024-02-30", """ "operation": "to_iso" """, "Invalid date string: 2024-02-30")]
    [InlineData("15/03/2024", """ "operation": "parse", "inputFormat": "YYYY-MM-DD" """, "Date string doesn't match format YYYY-MM-DD")]
    [InlineData("garbage", """ "operation": "parse", "inputFormat": "QQ" """, "Unsupported format: QQ")]
    [InlineData("2024-07-15", """ "operation": "compare", "compareOperation": "is_between", "startDate": "2024-01-01" """, "Missing required parameter for is_between: startDate or endDate")]
    public async Task WhatIsWrongIsSaid(string date, string config, string expected) => Assert.Equal(expected, (await RunAsync(date, config)).State["problem"].AsText);

    [Theory]
    [InlineData("2024-01-01", true)]
    [InlineData("2024-12-31", true)]
    [InlineData("2025-01-01", false)]
    public async Task BetweenIncludesBothEnds(string date, bool isBetween)
    {
        var result = await RunAsync(date, """ "operation": "compare", "compareOperation": "is_between", "startDate": "2024-01-01", "endDate": "2024-12-31" """);
        Assert.Equal(isBetween, result.State["dateTimeCompared"]["result"].IsTrue);
    }

    [Fact]
    public async Task TheDateMayStandInPlaceOfTheField()
    {
        var result = await RunAsync("2024-03-05", """ "operation": "extract", "field": "$.d", "extract": "dayOfYear" """);
        Assert.Equal(65, result.State["dateTimeResult"].AsDouble);
    }

    private static async Task<RunResult> RunAsync(string date, string config)
    {
        var field = config.Contains("\"field\"") ? "" : "\"field\": \"d\",";
        var problem = "{{= $input.error }}";
        var document = $$"""
            { "id": "t", "name": "t", "version": "1.0.0", "initialState": { "d": "{{date}}" },
              "workflow": [{ "dateTime": { {{field}} {{config}}, "error?": { "$.problem": "{{problem}}" } } }] }
            """;
        var engine = new WorkflowEngine();
        var reading = engine.Read(document);
        Assert.True(reading.IsValid, string.Join("\n", reading.Errors));
        return await engine.RunAsync(reading.Program!, new RunOptions());
    }
}
