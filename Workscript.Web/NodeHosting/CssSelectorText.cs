using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>Takes the text of a selector apart at its commas and combinators, those within parentheses, brackets and quotes aside.</summary>
internal sealed class CssSelectorText
{
    /// <summary>Stands for the combinator before the first part.</summary>
    public const char Start = '\0';

    private const int MostCharacters = 1000;
    private const string Space = " \t\r\n\f";
    private const string Combinators = ">+~";

    private readonly string _text;
    private readonly List<List<(char Combinator, string Compound)>> _alternatives = [[]];
    private char _combinator = Start;
    private int _from;

    private CssSelectorText(string text) => _text = text;

    /// <exception cref="NodeException">The text is no selector.</exception>
    public static List<List<(char Combinator, string Compound)>> Split(string text)
    {
        if (text.Length > MostCharacters)
        {
            throw Wrong(text[..100] + "...");
        }

        var split = new CssSelectorText(text);
        split.Split();
        return split._alternatives;
    }

    public static NodeException Wrong(string text) => new("INVALID_SELECTOR", $"'{text}' is no CSS selector");

    private void Split()
    {
        for (var at = 0; at < _text.Length;)
        {
            var c = _text[at];
            if (c == ',')
            {
                EndAlternative(at++);
            }
            else if (Space.Contains(c) || Combinators.Contains(c))
            {
                EndCompound(at++);
                Combine(c);
            }
            else
            {
                at = c == '(' ? SkipParentheses(at) : c == '[' ? SkipBrackets(at) : SkipCharacter(at);
            }
        }

        EndAlternative(_text.Length);
    }

    private void EndAlternative(int at)
    {
        EndCompound(at);
        if (_alternatives[^1].Count == 0 || Combinators.Contains(_combinator))
        {
            throw Wrong(_text);
        }

        if (at < _text.Length)
        {
            _alternatives.Add([]);
        }

        _combinator = Start;
    }

    private void EndCompound(int at)
    {
        if (at > _from)
        {
            _alternatives[^1].Add((_combinator, _text[_from..at]));
            _combinator = Start;
        }

        _from = at + 1;
    }

    /// <summary>White space is a combinator only where there is no other, and has something before it.</summary>
    private void Combine(char c)
    {
        if (!Combinators.Contains(c))
        {
            _combinator = _combinator == Start && _alternatives[^1].Count > 0 ? ' ' : _combinator;
        }
        else if (_alternatives[^1].Count > 0 && !Combinators.Contains(_combinator))
        {
            _combinator = c;
        }
        else
        {
            throw Wrong(_text);
        }
    }

    private int SkipParentheses(int at)
    {
        var depth = 0;
        var steps = 0;
        var depthOfHas = 0;
        do
        {
            var c = _text[at];
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            steps += IsStep(at) ? 1 : 0;
            var opensHas = c == '(' && _text.AsSpan(0, at).EndsWith(":has", StringComparison.OrdinalIgnoreCase);

            // What is within parentheses is matched element by element, so it must not ask for many ways at once.
            if (steps > 1 || (opensHas && depthOfHas > 0))
            {
                throw new NodeException("INVALID_SELECTOR", $"'{_text}' asks for too much within parentheses: one step down is possible there, and no :has() within another");
            }

            depthOfHas = opensHas ? depth : depth < depthOfHas ? 0 : depthOfHas;
            at = c == '[' ? SkipBrackets(at) : SkipCharacter(at);
        }
        while (depth > 0 && at < _text.Length);
        return depth == 0 ? at : throw Wrong(_text);
    }

    private int SkipBrackets(int at)
    {
        while (at < _text.Length && _text[at] != ']')
        {
            at = SkipCharacter(at);
        }

        return at < _text.Length ? at + 1 : throw Wrong(_text);
    }

    /// <summary>Whether this is a combinator that leads to many elements: a tilde, or white space between two parts.</summary>
    private bool IsStep(int at)
    {
        if (_text[at] == '~' || !Space.Contains(_text[at]))
        {
            return _text[at] == '~';
        }

        var before = _text[at - 1];
        var after = _text.AsSpan(at).TrimStart(Space);
        return !Space.Contains(before) && !"(,>+~".Contains(before) && after.Length > 0 && !"),>+~".Contains(after[0]);
    }

    /// <summary>The place after a character, an escaped one, or a text in quotes.</summary>
    private int SkipCharacter(int at)
    {
        if (_text[at] == '\\')
        {
            return Math.Min(at + 2, _text.Length);
        }

        if (_text[at] is not ('"' or '\''))
        {
            return at + 1;
        }

        for (var end = at + 1; end < _text.Length; end++)
        {
            if (_text[end] == _text[at])
            {
                return end + 1;
            }

            end += _text[end] == '\\' ? 1 : 0;
        }

        throw Wrong(_text);
    }
}
