using System.Globalization;
using Workscript.Engine.Values;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Runs.Search;

namespace Workscript.Web.Features.Api;

/// <summary>A page of a list. <paramref name="Next"/> is what to give as <c>after</c> for the next one; null at the end.</summary>
public sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>A page made of one item more than fits, where there is one.</summary>
    public static ListAnswer<T> Of(IReadOnlyList<T> itemsAndOneMore, int limit, Func<T, string> cursor)
    {
        if (itemsAndOneMore.Count <= limit)
        {
            return new(itemsAndOneMore, null);
        }

        return new([.. itemsAndOneMore.Take(limit)], cursor(itemsAndOneMore[limit - 1]));
    }
}

/// <summary>Reads what a query string says, and says what is wrong with it.</summary>
internal static class Query
{
    private const int DefaultLimit = 50;
    private const int MostLimit = 200;

    public static int Limit(string? text) => text is null ? DefaultLimit : (int)Number("limit", text, 1, MostLimit);

    public static long Number(string name, string text, long least, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new BadHttpRequestException(most == long.MaxValue
                ? $"{name} is '{text}': it must be a whole number of at least {least}."
                : $"{name} is '{text}': it must be a whole number from {least} to {most}.");

    /// <summary>The id of a run, as an answer gave it.</summary>
    public static string RunId(string name, string text) =>
        Guid.TryParseExact(text, "N", out _) ? text : throw new BadHttpRequestException($"{name} is '{text}': it must be what an answer had as next.");

    /// <summary>A search for runs as one types it on their page.</summary>
    public static RunFilter Runs(string name, string? text, DateTimeOffset now) =>
        RunQuery.Parse(text, now) is { Problems: [var problem, ..] } ? throw new BadHttpRequestException($"{name}: {problem}") : RunQuery.Parse(text, now).Filter;

    public static T Choice<T>(string name, string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) && !char.IsAsciiDigit(text[0])
            ? choice
            : throw new BadHttpRequestException($"{name} is '{text}': it must be one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");

    public static StatePath Place(string name, string text)
    {
        try
        {
            return StatePath.TryParse(text) ?? StatePath.Parse(text);
        }
        catch (Exception e) when (e is FormatException or ValueLimitException)
        {
            throw new BadHttpRequestException($"{name} is '{text}': it must be a place in the state such as $.order.total or $['my key'].");
        }
    }

    public static DateTimeOffset Time(string name, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new BadHttpRequestException($"{name} is '{text}': it must be a time such as 2026-01-31T12:00:00Z.");
}
