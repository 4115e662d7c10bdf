using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>
/// What a script came to: a JSON text (null for no value), or why it failed; and what it wrote to its console. After an answer that
/// <paramref name="IsLast"/> its process is not asked again.
/// </summary>
internal sealed record ScriptAnswer(string? Json, ScriptFailure? Failure, IReadOnlyList<LogLine> Log, bool IsLast)
{
    public static ScriptAnswer Last(ScriptFailure failure) => new(null, failure, [], IsLast: true);

    public static async Task<ScriptAnswer?> ReadAsync(Stream stream)
    {
        using var reader = await ScriptFrame.ReadAsync(stream);
        return reader is null ? null : new(ReadText(reader), ReadFailure(reader), ReadLog(reader), reader.ReadBoolean());
    }

    public Task WriteAsync(Stream stream) => ScriptFrame.WriteAsync(stream, writer =>
    {
        WriteText(writer, Json);
        WriteText(writer, Failure?.Code);
        if (Failure is not null)
        {
            writer.Write(Failure.Message);
            writer.Write(Failure.Line ?? 0);
        }

        writer.Write(Log.Count);
        foreach (var line in Log)
        {
            writer.Write((int)line.Level);
            writer.Write(line.Message.AsText ?? "");
        }

        writer.Write(IsLast);
    });

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static ScriptFailure? ReadFailure(BinaryReader reader) =>
        ReadText(reader) is { } code ? new(code, reader.ReadString(), reader.ReadInt32() is var line and > 0 ? line : null) : null;

    private static LogLine[] ReadLog(BinaryReader reader)
    {
        var lines = new LogLine[reader.ReadInt32()];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new((Engine.Nodes.LogLevel)reader.ReadInt32(), reader.ReadString());
        }

        return lines;
    }
}

/// <summary>Why a script has no result. The line is the script's own, from 1.</summary>
internal sealed record ScriptFailure(string Code, string Message, int? Line)
{
    /// <summary>The script is wrong.</summary>
    public const string Error = "SCRIPT_ERROR";

    /// <summary>It passed a limit.</summary>
    public const string Limit = "SCRIPT_LIMIT";

    public const string Timeout = "TIMEOUT";

    public static ScriptFailure OutOfMemory { get; } = new(Limit, $"The script used more memory than it may ({ScriptProcess.MostMemory >> 20} MiB)", null);

    public static ScriptFailure OutOfTime(TimeSpan limit) => new(Timeout, $"The script worked longer than {limit.TotalMilliseconds:0} ms", null);
}
