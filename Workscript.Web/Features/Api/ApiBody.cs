using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Api;

/// <summary>
/// The body of a request: a JSON object of a few known members, of which a definition is kept byte for byte. Whatever else is sent is answered
/// with what is wrong, and where.
/// </summary>
public sealed class ApiBody
{
    // What is read on of a body that is too large, so that a client that is still sending lives to read the answer.
    private const long MostDrained = 32 * 1024 * 1024;

    // Deeper than any definition may be, so that it is the definition's reader that says so.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1_000 };

    private readonly Dictionary<string, Range> _members = [];
    private readonly ReadOnlyMemory<byte> _text;

    private ApiBody(ReadOnlyMemory<byte> text) => _text = text;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the body, or says what is wrong with it. An empty one is an object without members, where no member is required.</summary>
    public static async Task<(ApiBody? Body, ProblemHttpResult? Problem)> ReadAsync(
        HttpRequest request, string[] known, string? required, CancellationToken cancellation)
    {
        var (text, most) = await ReadTextAsync(request, cancellation);
        if (text is null)
        {
            return (null, Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {most:N0} bytes, which is the most that is taken here."));
        }

        if (text.Length > 0 && !request.HasJsonContentType())
        {
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json."));
        }

        if (text.Length == 0 && required is null)
        {
            return (new(text), null);
        }

        var body = new ApiBody(text.AsMemory(text.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0));
        var wrong = body.Parse(known) ?? body.Lacks(required);
        return wrong is null ? (body, null) : (null, Problems.Of(StatusCodes.Status400BadRequest, wrong.Message, [wrong]));
    }

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>The member's own text; empty when it was not given.</summary>
    public ReadOnlyMemory<byte> Raw(string name) => _members.TryGetValue(name, out var range) ? _text[range] : default;

    /// <summary>The member as a map, empty when it was not given.</summary>
    public ValueMap? Map(string name, out ProblemHttpResult? problem)
    {
        if (!Has(name))
        {
            problem = null;
            return ValueMap.Empty;
        }

        var map = Value(name, out problem).AsMap;
        problem ??= map is null ? Wrong(name, "INVALID_BODY", $"'{name}' must be an object") : null;
        return map;
    }

    /// <summary>The member as a list; null when it was not given, or is none.</summary>
    public ValueList? List(string name, out ProblemHttpResult? problem)
    {
        problem = null;
        return Has(name) ? Value(name, out problem).AsList : null;
    }

    /// <summary>The member as true or false; false when it was not given.</summary>
    public bool Switch(string name, out ProblemHttpResult? problem)
    {
        var text = Raw(name).Span;
        problem = text.IsEmpty || text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8) ? null : Wrong(name, "INVALID_BODY", $"'{name}' must be true or false");
        return text.SequenceEqual("true"u8);
    }

    /// <summary>The member as a whole number; null when it was not given.</summary>
    public long? Number(string name, long least, long most, out ProblemHttpResult? problem)
    {
        problem = null;
        if (!Has(name))
        {
            return null;
        }

        if (long.TryParse(Raw(name).Span, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        problem = Wrong(name, "INVALID_BODY", $"'{name}' must be a whole number from {least} to {most}");
        return null;
    }

    /// <summary>The member as text; null when it was not given, or given as null.</summary>
    public string? Text(string name, out ProblemHttpResult? problem)
    {
        problem = null;
        if (!Has(name))
        {
            return null;
        }

        var value = Value(name, out problem);
        problem ??= value.IsText || value.IsNull ? null : Wrong(name, "INVALID_BODY", $"'{name}' must be a text");
        return value.AsText;
    }

    /// <summary>A finding at the member, or at the start when it was not given.</summary>
    public Diagnostic Finding(string name, string code, string path, string message)
    {
        var (line, column) = Place(_members.TryGetValue(name, out var range) ? range.Start.Value : 0);
        return new(Severity.Error, code, path, message, line, column);
    }

    /// <summary>The member, whatever it is; missing when it was not given.</summary>
    public Value Any(string name, out ProblemHttpResult? problem)
    {
        problem = null;
        return Has(name) ? Value(name, out problem) : default;
    }

    private Value Value(string name, out ProblemHttpResult? problem)
    {
        try
        {
            problem = null;
            return Json.Read(Raw(name).Span);
        }
        catch (JsonException e)
        {
            problem = Wrong(name, Codes.InvalidJson, $"'{name}' cannot be read: {FirstSentence(e)}");
            return default;
        }
    }

    private ProblemHttpResult Wrong(string name, string code, string message) =>
        Problems.Of(StatusCodes.Status400BadRequest, message + ".", [Finding(name, code, "/" + name, message)]);

    private Diagnostic? Lacks(string? required) => required is null || Has(required)
        ? null
        : new(Severity.Error, "INVALID_BODY", "", $"The body lacks '{required}'", 1, 1);

    /// <summary>Finds the members; answers what is wrong, if anything is.</summary>
    private Diagnostic? Parse(string[] known)
    {
        if (!Utf8.IsValid(_text.Span))
        {
            return new(Severity.Error, Codes.InvalidJson, "", "The body is not text in UTF-8", 1, 1);
        }

        var reader = new Utf8JsonReader(_text.Span, Options);
        try
        {
            return ReadMembers(ref reader, known);
        }
        catch (InvalidOperationException)
        {
            return At((int)reader.TokenStartIndex, Codes.InvalidJson, "", "A name holds half of a surrogate pair");
        }
        catch (JsonException e)
        {
            return new(Severity.Error, Codes.InvalidJson, "", $"The body is not JSON: {FirstSentence(e)}", (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
        }
    }

    private Diagnostic? ReadMembers(ref Utf8JsonReader reader, string[] known)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return At(0, "INVALID_BODY", "", "The body must be a JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var name = NameOf(ref reader, known);
            if (name is null)
            {
                return At(start, "INVALID_BODY", "", $"The body has a member that is not known here; known are {string.Join(", ", known.Select(k => $"'{k}'"))}");
            }

            reader.Read();
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!_members.TryAdd(name, from..(int)reader.BytesConsumed))
            {
                return At(start, Codes.DuplicateKey, "/" + name, $"'{name}' is given twice");
            }
        }

        // Anything after the object is an error of the reader's own.
        reader.Read();
        return null;
    }

    private static string? NameOf(ref Utf8JsonReader reader, string[] known)
    {
        foreach (var name in known)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }

    private Diagnostic At(int offset, string code, string path, string message)
    {
        var (line, column) = Place(offset);
        return new(Severity.Error, code, path, message, line, column);
    }

    private (int Line, int Column) Place(int offset)
    {
        var before = _text.Span[..offset];
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }

    private static string FirstSentence(JsonException e) => e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');

    private static async Task<(byte[]? Text, long Most)> ReadTextAsync(HttpRequest request, CancellationToken cancellation)
    {
        var most = TakeOverLimit(request.HttpContext);
        var reader = request.BodyReader;
        while (request.ContentLength is not { } length || length <= most)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.Length > most)
            {
                reader.AdvanceTo(read.Buffer.End);
                break;
            }

            if (read.IsCompleted)
            {
                var text = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (text, most);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        await DrainAsync(request, cancellation);
        return (null, most);
    }

    /// <summary>The most that the server takes. It is lifted, for the server enforces it by hanging up.</summary>
    private static long TakeOverLimit(HttpContext context)
    {
        var feature = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        var most = feature.MaxRequestBodySize ?? int.MaxValue;
        feature.MaxRequestBodySize = null;
        return Math.Min(most, int.MaxValue);
    }

    private static async Task DrainAsync(HttpRequest request, CancellationToken cancellation)
    {
        var drained = 0L;
        while (drained < MostDrained && await request.BodyReader.ReadAsync(cancellation) is var read)
        {
            drained += read.Buffer.Length;
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
