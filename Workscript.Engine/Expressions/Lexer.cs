using System.Text;

namespace Workscript.Engine.Expressions;

/// <summary>Cuts an expression into tokens, one at a time, so that a template can stop where its hole ends.</summary>
internal sealed class Lexer(string text, int position)
{
    // The longest come first: "===" must not be read as "==" and "=".
    private static readonly string[] Symbols =
        ["===", "!==", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "=>", "**", "(", ")", "[", "]", "{", "}", ",", ":", "?", ".", "+", "-", "*", "/", "%", "<", ">", "!"];

    private int _at = position;

    public Token Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        if (_at >= text.Length)
        {
            return new(TokenKind.End, "", text.Length, text.Length);
        }

        var c = text[_at];
        if (char.IsAsciiDigit(c) || IsFraction())
        {
            return Number();
        }

        if (c is '\'' or '"')
        {
            return Quoted(c);
        }

        return c == '$' || IsNameStart(c) ? Name() : Symbol();
    }

    /// <summary>Goes back (or on) to a place between two tokens.</summary>
    public void Rewind(int to) => _at = to;

    // ".5" is a number, but not behind something that a member can be read of: there the dot is the mistake's place, not a part of it.
    private bool IsFraction() =>
        text[_at] == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])
        && (_at == 0 || !(char.IsLetterOrDigit(text[_at - 1]) || text[_at - 1] is '$' or '_' or ']' or ')' or '\'' or '"'));

    private Token Number()
    {
        var start = _at;
        SkipDigits();
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            _at++;
            SkipDigits();
        }

        var exponent = _at;
        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            _at++;
            if (_at < text.Length && text[_at] is '+' or '-')
            {
                _at++;
            }

            var digits = _at;
            SkipDigits();
            _at = _at == digits ? exponent : _at;
        }

        return new(TokenKind.Number, text[start.._at], start, _at);
    }

    private void SkipDigits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }
    }

    private Token Quoted(char quote)
    {
        var start = _at++;
        var content = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            content.Append(text[_at] == '\\' ? Escape() : text[_at++]);
        }

        if (_at >= text.Length)
        {
            throw new ExpressionException($"The text that starts with {quote} has no end", start);
        }

        _at++;
        return new(TokenKind.Text, content.ToString(), start, _at);
    }

    private char Escape()
    {
        var start = _at++;
        var c = _at < text.Length ? text[_at++] : '\0';
        if (c == 'u' && _at + 4 <= text.Length && ushort.TryParse(text.AsSpan(_at, 4), System.Globalization.NumberStyles.HexNumber, null, out var code))
        {
            _at += 4;
            return (char)code;
        }

        return c switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '\\' or '\'' or '"' or '/' => c,
            _ => throw new ExpressionException("\\ must be followed by n, r, t, u and four hex digits, a quote or \\", start),
        };
    }

    private Token Name()
    {
        var start = _at;
        var kind = text[_at] == '$' ? TokenKind.Root : TokenKind.Name;
        _at++;
        while (_at < text.Length && (IsNameStart(text[_at]) || char.IsAsciiDigit(text[_at])))
        {
            _at++;
        }

        return new(kind, text[start.._at], start, _at);
    }

    private Token Symbol()
    {
        foreach (var symbol in Symbols)
        {
            // "a?.5:1" is a condition; "a?.b" reads a member.
            var isCondition = symbol == "?." && _at + 2 < text.Length && char.IsAsciiDigit(text[_at + 2]);
            if (!isCondition && string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0)
            {
                var start = _at;
                _at += symbol.Length;
                return new(TokenKind.Symbol, symbol, start, _at);
            }
        }

        throw new ExpressionException($"'{text[_at]}' has no meaning here", _at);
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
}
