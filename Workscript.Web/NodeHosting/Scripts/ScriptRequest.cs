using Workscript.Engine.Nodes;
using Workscript.Engine.Values;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>A script to run, with its input as JSON texts.</summary>
internal sealed record ScriptRequest(string Code, TimeSpan Timeout, IReadOnlyList<ScriptInput> Inputs)
{
    public static ScriptRequest Of(ScriptCall call) =>
        new(call.Code, call.Timeout, [.. call.Input.Select(member => new ScriptInput(member.Key, Json.Write(member.Value), call.ReadOnly.Contains(member.Key)))]);

    public static async Task<ScriptRequest?> ReadAsync(Stream stream)
    {
        using var reader = await ScriptFrame.ReadAsync(stream);
        return reader is null ? null : new(reader.ReadString(), TimeSpan.FromTicks(reader.ReadInt64()), ReadInputs(reader));
    }

    public Task WriteAsync(Stream stream) => ScriptFrame.WriteAsync(stream, writer =>
    {
        writer.Write(Code);
        writer.Write(Timeout.Ticks);
        writer.Write(Inputs.Count);
        foreach (var input in Inputs)
        {
            writer.Write(input.Name);
            writer.Write(input.Json);
            writer.Write(input.IsReadOnly);
        }
    });

    private static ScriptInput[] ReadInputs(BinaryReader reader)
    {
        var inputs = new ScriptInput[reader.ReadInt32()];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new(reader.ReadString(), reader.ReadString(), reader.ReadBoolean());
        }

        return inputs;
    }
}

internal sealed record ScriptInput(string Name, string Json, bool IsReadOnly);
