using System.Text.Json;

namespace Workscript.Web.Features.Workflows;

internal static class JsonPlace
{
    /// <summary>The reader's message with the place counted from 1, as people count.</summary>
    public static string Explain(JsonException error)
    {
        var message = error.Message.Split(" LineNumber: ", 2)[0].Split(" Path: ", 2)[0].TrimEnd('.');
        return error is { LineNumber: { } line, BytePositionInLine: { } column } ? $"{message} (line {line + 1}, column {column + 1})" : message;
    }
}
