using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Time;

/// <summary>How a dateTime step reads dates: in which zone and by which pattern. Dates are milliseconds since 1970.</summary>
internal sealed class DateReading
{
    // What these four do not fit is no date; a text that another pattern does not fit may still be one.
    private static readonly string[] StrictFormats = ["YYYY-MM-DD", "MM/DD/YYYY", "DD/MM/YYYY", "YYYY/MM/DD"];

    private readonly NodeContext _context;
    private readonly string? _format;

    /// <exception cref="DateException">There is no such zone.</exception>
    public DateReading(NodeContext context)
    {
        _context = context;
        _format = Coerce.Truth(context["inputFormat"]) ? Coerce.Text(context["inputFormat"]) : null;
        Zone = ZoneOf("timezone");
    }

    /// <summary>The zone whose calendar and clocks count.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The zone that a parameter names; UTC when it was not given.</summary>
    /// <exception cref="DateException">There is no such zone.</exception>
    public TimeZoneInfo ZoneOf(string parameter)
    {
        if (_context[parameter].IsNullOrMissing)
        {
            return TimeZoneInfo.Utc;
        }

        var name = Coerce.Text(_context[parameter]);
        return TimeZones.Find(name) ?? throw new DateException($"Unknown time zone: {name}. Write it as Europe/Berlin, +02:00 or UTC");
    }

    /// <summary>The value that the step is about: what its field names or, where a reference in its place gave the date itself, that.</summary>
    /// <exception cref="DateException">It is not there.</exception>
    public Value Subject()
    {
        var field = _context["field"];
        if (!Coerce.Truth(field))
        {
            throw new DateException("Missing required parameter: field");
        }

        var value = Find(Coerce.Text(field));
        return !value.IsMissing ? value : IsDate(field) ? field : throw new DateException($"Field not found: {Coerce.Text(field)}");
    }

    /// <exception cref="DateException">The value is no date.</exception>
    public double Read(Value value) => Read(value, Zone);

    /// <inheritdoc cref="Read(Value)"/>
    public double Read(Value value, TimeZoneInfo zone)
    {
        if (value.IsNumber)
        {
            return Checked(value.AsDouble);
        }

        if (value.AsText is not { } text)
        {
            throw new DateException($"Cannot parse date from value: {Coerce.Text(value)}");
        }

        if (_format is not null)
        {
            return ReadByFormat(text, zone);
        }

        var instant = DateText.Milliseconds(text, zone);
        return double.IsNaN(instant) ? throw new DateException($"Invalid date string: {text}") : instant;
    }

    /// <exception cref="DateException">So many milliseconds are out of the range of dates.</exception>
    public static double Checked(double milliseconds) =>
        DateText.IsTime(milliseconds) ? Math.Truncate(milliseconds) : throw new DateException("Invalid Date: it is more than 100 million days from 1970");

    private bool IsDate(Value value)
    {
        try
        {
            return DateText.IsTime(Read(value));
        }
        catch (DateException)
        {
            return false;
        }
    }

    private Value Find(string field)
    {
        if (_context.Input(field) is { IsMissing: false } value)
        {
            return value;
        }

        var names = ValuePath.Names(field);
        var found = names.Length > 1 ? _context.State(names[0]) : Value.Missing;
        for (var i = 1; i < names.Length && !found.IsMissing; i++)
        {
            found = ValuePath.Child(found, names[i]);
        }

        return found;
    }

    private double ReadByFormat(string text, TimeZoneInfo zone)
    {
        var pattern = new DatePattern(_format!, isOlderForm: true);
        if (pattern.HasDate && pattern.Read(text) is { } read)
        {
            return Checked(TimeZones.ToInstant(read.Wall, zone));
        }

        if (Array.IndexOf(StrictFormats, _format) >= 0)
        {
            throw new DateException($"Date string doesn't match format {_format}");
        }

        var instant = DateText.Milliseconds(text, zone);
        return double.IsNaN(instant) ? throw new DateException(pattern.HasDate ? $"Date string doesn't match format {_format}" : $"Unsupported format: {_format}") : instant;
    }
}

/// <summary>A value is no date, or a parameter is not what the operation needs.</summary>
internal sealed class DateException(string message) : Exception(message);
