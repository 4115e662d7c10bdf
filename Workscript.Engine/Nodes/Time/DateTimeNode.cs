using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Time;

/// <summary>Reads, formats, shifts, compares and takes apart points in time.</summary>
internal sealed class DateTimeNode : PureNode
{
    private const string DefaultField = "dateTimeResult";

    private static readonly string[] Operations =
        ["now", "format", "parse", "add", "subtract", "round", "compare", "extract", "convert_timezone", "diff", "is_valid", "to_iso"];

    private static readonly string[] OutputNames = ["result", "operation", "outputField"];
    private static readonly string[] ComparedNames = ["result", "operation", "date1", "date2"];
    private static readonly string[] BetweenNames = ["result", "operation", "date1", "startDate", "endDate"];
    private static readonly string[] ValidNames = ["result", "date"];
    private static readonly string[] InvalidNames = ["result", "value"];
    private static readonly string[] FailureNames = ["operation", "field"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "dateTime",
        Family = NodeFamily.Time,
        Summary = "Read, format, shift and compare dates",
        Details = "Dates are text in ISO 8601, or milliseconds since 1970; results are in UTC. Text without an offset is UTC, or in `timezone`. "
            + "With `timezone`, days, weeks, months and the hours of a format are those of that zone, with daylight saving. "
            + "A format has `YYYY YY MMMM MMM MM M DD D dddd ddd HH H mm m ss s SSS`. Weeks begin on Sunday; `weekOfYear` is that of ISO 8601. "
            + "`convert_timezone` gives what clocks in `toTimezone` show, written as if it were UTC.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = Operations },
            new("field", ParameterKind.Path, "Where the date is: a key of the state or of what was handed over, or a path into the state; or else the date itself") { Placeholder = "order.createdAt" },
            new("outputField", ParameterKind.Text, "The state key for the result, which is also in `dateTimeResult`") { Default = DefaultField },
            new("inputFormat", ParameterKind.Text, "How the date is written, when it is not ISO 8601") { Placeholder = "DD/MM/YYYY" },
            new("outputFormat", ParameterKind.Text, "How `format` writes it; without it as ISO 8601") { Placeholder = "D MMMM YYYY, HH:mm" },
            new("timezone", ParameterKind.Text, "The zone whose calendar and clocks count") { Default = "UTC", Placeholder = "Europe/Berlin" },
            new("amount", ParameterKind.Number, "How much `add` or `subtract` shifts"),
            new("unit", ParameterKind.Choice, "Of what") { Choices = ["years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds"] },
            new("roundTo", ParameterKind.Choice, "Where `round` goes")
            {
                Choices = ["start_of_day", "start_of_week", "start_of_month", "start_of_year", "end_of_day", "end_of_week", "end_of_month", "end_of_year"],
            },
            new("compareWith", ParameterKind.Json, "The other date, for `compare` and `diff`"),
            new("compareOperation", ParameterKind.Choice, "What `compare` asks") { Choices = ["is_before", "is_after", "is_same", "is_between"], Default = "is_before" },
            new("startDate", ParameterKind.Json, "The first moment, for `is_between`"),
            new("endDate", ParameterKind.Json, "The last moment, for `is_between`"),
            new("extract", ParameterKind.Choice, "The part that `extract` takes")
            {
                Choices = ["year", "month", "day", "hour", "minute", "second", "millisecond", "dayOfWeek", "dayOfYear", "weekOfYear", "quarter", "timestamp"],
            },
            new("fromTimezone", ParameterKind.Text, "The zone of a text without an offset, for `convert_timezone`; without it `timezone`") { Placeholder = "UTC" },
            new("toTimezone", ParameterKind.Text, "The zone that `convert_timezone` goes to: an IANA name, an offset, or an abbreviation that stands for one") { Placeholder = "America/New_York" },
            new("diffUnit", ParameterKind.Choice, "The unit of `diff`, which counts whole ones, never below 0")
            {
                Choices = ["years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds"],
                Default = "days",
            },
            new("onError", ParameterKind.Choice, "What to do when it fails: take `error`, go on without a result, or take `defaultValue`") { Choices = ["stop", "skip", "use_default"], Default = "stop" },
            new("defaultValue", ParameterKind.Json, "The result when it fails, for `use_default`"),
        ],
        Edges =
        [
            new("success", "The result is there") { Data = OutputNames },
            new("is_before", "It is before the other date") { Data = ComparedNames },
            new("is_not_before", "It is not") { Data = ComparedNames },
            new("is_after", "It is after the other date") { Data = ComparedNames },
            new("is_not_after", "It is not") { Data = ComparedNames },
            new("is_same", "It is the very same moment") { Data = ComparedNames },
            new("is_not_same", "It is not") { Data = ComparedNames },
            new("is_between", "It is between the two dates, or one of them") { Data = BetweenNames },
            new("is_not_between", "It is not") { Data = BetweenNames },
            new("is_valid", "It is a date") { Data = ValidNames },
            new("is_invalid", "It is none") { Data = InvalidNames },
            new("error", "There is no date, or a parameter is wrong") { Data = ["error", "operation", "field"] },
        ],
        StateKeys = ["{outputField}", DefaultField, "dateTimeCompared", "dateTimeExtracted", "dateTimeValid"],
        Example = """
            {
              "id": "date-time-example",
              "name": "When an invoice is due",
              "version": "1.0.0",
              "initialState": { "invoice": { "sentAt": "2026-02-20T09:30:00Z" } },
              "workflow": [
                { "dateTime": { "operation": "add", "field": "invoice.sentAt", "amount": 14, "unit": "days", "outputField": "dueAt" } },
                { "dateTime": { "operation": "format", "field": "dueAt", "outputFormat": "D MMMM YYYY", "timezone": "Europe/Berlin", "outputField": "dueText" } },
                { "log": { "message": "Due on {{$.dueText}}" } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        if (!Coerce.Truth(context["operation"]))
        {
            return Outcome.Fail("Missing required parameter: operation");
        }

        var operation = Coerce.Text(context["operation"]);
        if (Array.IndexOf(Operations, operation) < 0)
        {
            return Outcome.Fail($"Unknown operation: {operation}");
        }

        try
        {
            var reading = new DateReading(context);
            return operation switch
            {
                "is_valid" => Validate(context, reading),
                "compare" => Compare(context, reading),
                _ => Done(context, operation, DateOperations.Compute(context, operation, reading)),
            };
        }
        catch (DateException e)
        {
            return WithoutResult(context, operation, e.Message);
        }
    }

    private static Outcome Done(NodeContext context, string operation, Value result)
    {
        var field = context["outputField"].AsText is { Length: > 0 } given ? given : DefaultField;
        context.Set(field, result);
        if (field != DefaultField)
        {
            context.Set(DefaultField, result);
        }

        return Outcome.Take("success", ValueMap.Of(OutputNames, result, operation, field));
    }

    private static Outcome Compare(NodeContext context, DateReading reading)
    {
        var operation = context["compareOperation"].IsMissing ? "is_before" : Coerce.Text(context["compareOperation"]);
        var instant = reading.Read(reading.Subject());
        if (operation == "is_between")
        {
            return CompareBetween(context, reading, instant);
        }

        var other = reading.Read(context["compareWith"]);
        var holds = operation switch
        {
            "is_before" => instant < other,
            "is_after" => instant > other,
            "is_same" => instant == other,
            _ => throw new DateException($"Unknown compareOperation: {operation}"),
        };
        return Compared(context, operation, holds, ValueMap.Of(ComparedNames, holds, operation, DateText.Of(instant), DateText.Of(other)));
    }

    private static Outcome CompareBetween(NodeContext context, DateReading reading, double instant)
    {
        var (start, end) = (context["startDate"].IsMissing ? context["compareWith"] : context["startDate"], context["endDate"]);
        if (start.IsMissing || end.IsMissing)
        {
            throw new DateException("Missing required parameter for is_between: startDate or endDate");
        }

        var (first, last) = (reading.Read(start), reading.Read(end));
        var holds = instant >= first && instant <= last;
        return Compared(context, "is_between", holds, ValueMap.Of(BetweenNames, holds, "is_between", DateText.Of(instant), DateText.Of(first), DateText.Of(last)));
    }

    private static Outcome Compared(NodeContext context, string operation, bool holds, ValueMap data)
    {
        context.Set("dateTimeCompared", data);
        return Outcome.Take(holds ? operation : operation.Replace("is_", "is_not_", StringComparison.Ordinal), data);
    }

    private static Outcome Validate(NodeContext context, DateReading reading)
    {
        var value = Value.Missing;
        try
        {
            value = reading.Subject();
            var date = DateText.Of(reading.Read(value));
            context.Set("dateTimeValid", true);
            return Outcome.Take("is_valid", ValueMap.Of(ValidNames, true, date));
        }
        catch (DateException)
        {
            context.Set("dateTimeValid", false);
            return Outcome.Take("is_invalid", ValueMap.Of(InvalidNames, false, value.IsMissing ? Value.Null : value));
        }
    }

    private static Outcome WithoutResult(NodeContext context, string operation, string problem)
    {
        var policy = Coerce.TemplateText(context["onError"]);
        if (policy == "use_default" && context["defaultValue"] is { IsMissing: false } otherwise)
        {
            context.Set(context["outputField"].AsText is { Length: > 0 } field ? field : DefaultField, otherwise);
            return Outcome.Take("success", new ValueMap.Builder().Set("result", otherwise).Set("usedDefault", true).Set("error", problem).Build());
        }

        return policy == "skip"
            ? Outcome.Take("success", new ValueMap.Builder().Set("skipped", true).Set("error", problem).Build())
            : Outcome.Fail(problem, null, ValueMap.Of(FailureNames, operation, context["field"] is { IsMissing: false } named ? named : Value.Null));
    }
}
