namespace Workscript.Engine.Expressions;

internal enum TokenKind
{
    End,
    Number,
    Text,
    Name,

    /// <summary><c>$</c>, <c>$input</c>, <c>$run</c>, ...</summary>
    Root,

    /// <summary>An operator or a bracket; <see cref="Token.Text"/> says which.</summary>
    Symbol,
}

internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
