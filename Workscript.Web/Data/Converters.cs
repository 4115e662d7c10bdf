using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Workscript.Web.Data;

/// <summary>Times go in as UTC and come out marked as such: neither database keeps the kind.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(time => time.ToUniversalTime(), time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

/// <summary>An enum as its name in lower case, as the API writes it.</summary>
internal sealed class EnumText<T>() : ValueConverter<T, string>(value => value.ToString().ToLowerInvariant(), text => Enum.Parse<T>(text, true))
    where T : struct, Enum;
