using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime.Interop;
using Workscript.Engine.Nodes;
using LogLevel = Workscript.Engine.Nodes.LogLevel;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>The script's <c>console</c>: its lines are kept, and go to the step's log.</summary>
internal sealed class ScriptConsole
{
    private const int MostLines = 100;
    private const int LongestLine = 10_000;

    private static readonly (string Name, LogLevel Level)[] Methods =
    [
        ("debug", LogLevel.Debug),
        ("log", LogLevel.Info),
        ("info", LogLevel.Info),
        ("warn", LogLevel.Warning),
        ("error", LogLevel.Error),
    ];

    private readonly List<LogLine> _lines = [];

    public ScriptConsole(Jint.Engine engine)
    {
        var console = new JsObject(engine);
        foreach (var (name, level) in Methods)
        {
            console.Set(name, new ClrFunction(engine, name, (_, arguments) => Write(level, arguments)));
        }

        engine.SetValue("console", (JsValue)console);
    }

    public IReadOnlyList<LogLine> Lines => _lines;

    private JsValue Write(LogLevel level, JsValue[] arguments)
    {
        if (_lines.Count < MostLines)
        {
            var text = string.Join(' ', arguments.Select(argument => Shortened(TextOf(argument))));
            _lines.Add(new(level, Shortened(text)));
        }
        else if (_lines.Count == MostLines)
        {
            _lines.Add(new(LogLevel.Warning, $"Only the first {MostLines} lines are kept"));
        }

        return JsValue.Undefined;
    }

    /// <summary>A value as people read it: text as it is, errors by name and message, data as JSON.</summary>
    public static string TextOf(JsValue value) =>
        value is ObjectInstance data and not JsError && new JsonSerializer(data.Engine).Serialize(data) is JsString json ? json.ToString() : value.ToString();

    public static string Shortened(string text) => text.Length <= LongestLine ? text : text[..LongestLine] + "...";
}
