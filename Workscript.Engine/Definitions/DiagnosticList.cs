using System.Text;

namespace Workscript.Engine.Definitions;

/// <summary>Collects findings about a text and turns offsets into lines and columns.</summary>
internal sealed class DiagnosticList(ReadOnlyMemory<byte> utf8)
{
    /// <summary>Findings beyond this are counted but not kept: nobody reads them, and a hostile text has millions.</summary>
    public const int Most = 500;

    private readonly List<(int Offset, Diagnostic Finding)> _findings = [];
    private int[]? _lineStarts;

    public bool HasErrors { get; private set; }

    public void Error(string code, string path, string message, int offset) => Add(Severity.Error, code, path, message, offset);

    public void Warning(string code, string path, string message, int offset) => Add(Severity.Warning, code, path, message, offset);

    public void Hint(string code, string path, string message, int offset) => Add(Severity.Hint, code, path, message, offset);

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<Diagnostic> InOrder() => _findings.OrderBy(f => f.Offset).Select(f => f.Finding).ToList();

    /// <summary>Where a character of a text is: the text begins, with its quote, at the offset.</summary>
    public int Inside(int start, int characters)
    {
        var json = utf8.Span;
        var at = start + 1;
        while (characters > 0 && at < json.Length)
        {
            if (json[at] == '\\')
            {
                at += json[at + 1] == 'u' ? 6 : 2;
                characters--;
                continue;
            }

            Rune.DecodeFromUtf8(json[at..], out var rune, out var bytes);
            at += bytes;
            characters -= rune.Utf16SequenceLength;
        }

        return at;
    }

    private void Add(Severity severity, string code, string path, string message, int offset)
    {
        HasErrors |= severity == Severity.Error;
        if (_findings.Count < Most)
        {
            var (line, column) = Place(offset);
            _findings.Add((offset, new(severity, code, path, message, line, column)));
        }
    }

    private (int Line, int Column) Place(int offset)
    {
        _lineStarts ??= LineStarts();
        var line = Array.BinarySearch(_lineStarts, offset);
        line = line < 0 ? ~line - 1 : line;
        var start = _lineStarts[line];
        return (line + 1, Encoding.UTF8.GetCharCount(utf8.Span[start..Math.Max(start, offset)]) + 1);
    }

    private int[] LineStarts()
    {
        var starts = new List<int> { 0 };
        var text = utf8.Span;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
