using System.Text;

namespace Workscript.Engine.Nodes.Data;

/// <summary>
/// Reads a table's text (RFC 4180) row by row. Lines end with CRLF, LF or CR, and those without a character are no rows. A quote after the first
/// character of a cell is a character like any other.
/// </summary>
internal sealed class CsvReader(string text, char delimiter)
{
    private int _at = text.StartsWith('\ufeff') ? 1 : 0;
    private int _line = 1;

    /// <summary>The line of the text, from 1, on which the last row began.</summary>
    public int Line { get; private set; }

    /// <summary>Fills in the cells of the next row; false when there is none.</summary>
    /// <exception cref="CsvException">A quote is not closed, or not where the cell ends.</exception>
    public bool TryRead(List<string> cells)
    {
        cells.Clear();
        while (TrySkipLineEnd())
        {
        }

        if (_at == text.Length)
        {
            return false;
        }

        Line = _line;
        cells.Add(ReadCell());
        while (_at < text.Length && text[_at] == delimiter)
        {
            _at++;
            cells.Add(ReadCell());
        }

        TrySkipLineEnd();
        return true;
    }

    private string ReadCell() => _at < text.Length && text[_at] == '"' ? ReadQuoted() : ReadPlain();

    private string ReadPlain()
    {
        var rest = text.AsSpan(_at);
        var length = rest.IndexOfAny(delimiter, '\r', '\n');
        var cell = length < 0 ? rest : rest[..length];
        _at += cell.Length;
        return cell.ToString();
    }

    private string ReadQuoted()
    {
        var opened = _line;
        var start = ++_at;
        StringBuilder? unescaped = null;
        while (true)
        {
            var quote = text.IndexOf('"', _at);
            if (quote < 0)
            {
                throw new CsvException($"Line {opened}: a quote opens a cell and is never closed");
            }

            _line += text.AsSpan(_at, quote - _at).Count('\n');
            _at = quote + 1;
            if (_at == text.Length || text[_at] != '"')
            {
                CheckEnd();
                return unescaped is null ? text[start..quote] : unescaped.Append(text, start, quote - start).ToString();
            }

            // Of two quotes the first belongs to the cell.
            unescaped = (unescaped ?? new()).Append(text, start, _at - start);
            start = ++_at;
        }
    }

    private void CheckEnd()
    {
        if (_at < text.Length && text[_at] != delimiter && text[_at] is not ('\r' or '\n'))
        {
            throw new CsvException($"Line {_line}: a cell goes on after its closing quote; a quote within a cell is written twice");
        }
    }

    private bool TrySkipLineEnd()
    {
        if (_at == text.Length || text[_at] is not ('\r' or '\n'))
        {
            return false;
        }

        _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
        _line++;
        return true;
    }
}
