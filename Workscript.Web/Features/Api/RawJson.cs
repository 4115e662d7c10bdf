using System.Text.Json;
using System.Text.Json.Serialization;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Api;

/// <summary>JSON text that goes into an answer as it is: a definition as its author wrote it, a state as the run left it.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(string Text)
{
    public static RawJson? OrNull(string? text) => text is null ? null : new(text);

    public static RawJson? OrNull(Value value) => value.IsMissing ? null : new(Json.Write(value));

    public sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new(document.RootElement.GetRawText());
        }

        // What is stored was checked when it was taken in.
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
