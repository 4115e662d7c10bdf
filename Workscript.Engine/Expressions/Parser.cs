using System.Globalization;
using Workscript.Engine.Definitions;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>
/// A recursive-descent parser of the expression language. Precedence, loosest first: <c>? :</c>, <c>??</c>, <c>||</c>, <c>&amp;&amp;</c>,
/// <c>== !=</c>, <c>&lt; &lt;= &gt; &gt;=</c>, <c>+ -</c>, <c>* / %</c>, <c>**</c>, unary <c>! -</c>, then members, elements and calls.
/// </summary>
public sealed class Parser
{
    /// <summary>Operations that one expression may have; its evaluation recurses no deeper.</summary>
    public const int MaxSize = 1000;

    private const int MaxNesting = 64;

    private static readonly string[][] BinaryLevels = [["??"], ["||"], ["&&"], ["==", "!=", "===", "!=="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

    private static readonly string[] RootNames = ["$", "$input", "$run", "$trigger", "$vars", "$secrets"];

    private readonly Lexer _lexer;
    private readonly Stack<string> _locals = new();
    private Token _token;
    private int _size;
    private int _nesting;
    private int _lastEnd;

    private Parser(string text, int start, string? root)
    {
        _lexer = new Lexer(text, start);
        if (root is not null)
        {
            _locals.Push(root);
        }

        _token = _lexer.Next();
    }

    /// <summary>Parses a whole text. <paramref name="root"/> names a value of its own, such as <c>item</c>, beside the roots that begin with <c>$</c>.</summary>
    /// <exception cref="ExpressionException">The text is no expression; its position says where.</exception>
    public static Expression Parse(string text, string? root = null)
    {
        var parser = new Parser(text, 0, root);
        var expression = parser.Expression();
        return parser._token.Kind == TokenKind.End ? expression : throw parser.Unexpected();
    }

    /// <summary>Parses as much of the text from <paramref name="start"/> on as is an expression, and says where it ends.</summary>
    internal static (Expression Expression, int End) ParsePrefix(string text, int start)
    {
        var parser = new Parser(text, start, null);
        var expression = parser.Expression();
        return (expression, parser._lastEnd);
    }

    private Expression Expression()
    {
        if (++_nesting > MaxNesting)
        {
            throw new ExpressionException($"The expression is nested deeper than {MaxNesting} levels", _token.Start);
        }

        var condition = BinaryLevel(0);
        if (TryTake("?"))
        {
            var then = Expression();
            Take(":");
            condition = Sized(new Conditional(condition, then, Expression()));
        }

        _nesting--;
        return condition;
    }

    private Expression BinaryLevel(int level)
    {
        if (level == BinaryLevels.Length)
        {
            return Power();
        }

        var left = BinaryLevel(level + 1);
        while (_token.Kind == TokenKind.Symbol && Array.IndexOf(BinaryLevels[level], _token.Text) >= 0)
        {
            var op = Advance().Text;
            var right = BinaryLevel(level + 1);
            left = Sized<Expression>(op is "??" or "||" or "&&" ? new Choice(op, left, right) : new Binary(Operator(op), left, right));
        }

        return left;
    }

    private Expression Power()
    {
        var left = Unary();
        return TryTake("**") ? Sized(new Binary(BinaryOperator.Power, left, Nested(Power))) : left;
    }

    private Expression Unary()
    {
        if (TryTake("!"))
        {
            return Sized(new Not(Nested(Unary)));
        }

        return TryTake("-") ? Sized(new Negative(Nested(Unary))) : Postfix(Primary());
    }

    /// <summary>Counts a level of nesting that does not pass through <see cref="Expression()"/>, such as a row of minus signs.</summary>
    private Expression Nested(Func<Expression> parse)
    {
        if (++_nesting > MaxNesting)
        {
            throw new ExpressionException($"The expression is nested deeper than {MaxNesting} levels", _token.Start);
        }

        var expression = parse();
        _nesting--;
        return expression;
    }

    private Expression Postfix(Expression target)
    {
        while (true)
        {
            if (_token.Is(".") || _token.Is("?."))
            {
                target = AfterDot(target, Advance().Text == "?.");
            }
            else if (TryTake("["))
            {
                target = Sized(new Element(target, Expression()));
                Take("]");
            }
            else
            {
                return target;
            }
        }
    }

    private Expression AfterDot(Expression target, bool optional)
    {
        var name = _token;
        if (name.Kind != TokenKind.Name)
        {
            throw new ExpressionException("A name must follow the '.'", name.Start);
        }

        Advance();
        return _token.Is("(") ? CallOf(name, name.Text, target) : Sized(new Member(target, name.Text, optional));
    }

    private Expression Primary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return Sized(new Constant(NumberOf(token)));
            case TokenKind.Text:
                Advance();
                return Sized(new Constant(token.Text));
            case TokenKind.Root:
                Advance();
                return Sized(RootOf(token));
            case TokenKind.Name:
                Advance();
                return Named(token);
            case TokenKind.Symbol when TryTake("("):
                var inner = Expression();
                Take(")");
                return inner;
            case TokenKind.Symbol when TryTake("["):
                return Sized(new ListExpression([.. Items("]")]));
            case TokenKind.Symbol when TryTake("{"):
                return Map();
            default:
                throw Unexpected();
        }
    }

    private Expression Named(Token name)
    {
        if (_token.Is("=>"))
        {
            throw new ExpressionException("'=>' may only stand where a function asks for one, as in filter(list, x => x > 1)", name.Start);
        }

        if (LocalSlot(name.Text) is { } slot)
        {
            return Sized(new Local(slot));
        }

        if (name.Text is "Math" or "Object" or "JSON" or "Array" or "Number" && TryTake("."))
        {
            var member = Advance();
            return CallOf(name, $"{name.Text}.{member.Text}", null);
        }

        if (_token.Is("("))
        {
            return CallOf(name, name.Text, null);
        }

        return Sized(new Constant(name.Text switch
        {
            "true" => Value.True,
            "false" => Value.False,
            "null" or "undefined" => Value.Null,
            _ => throw new ExpressionException($"'{name.Text}' is not known here: the state is read as $.{name.Text}", name.Start),
        }));
    }

    private Call CallOf(Token name, string function, Expression? target)
    {
        Take("(");
        var arguments = Items(")", allowLambda: true);
        if (target is not null)
        {
            arguments.Insert(0, target);
        }

        var found = FunctionCatalog.Find(function)
            ?? throw new ExpressionException($"There is no function '{function}'{Suggestion.For(function, FunctionCatalog.Names)}", name.Start, Codes.UnknownFunction);
        if (arguments.Count < found.MinArguments || arguments.Count > found.MaxArguments)
        {
            throw new ExpressionException($"'{function}' is called as {found.Signature}", name.Start);
        }

        return Sized(new Call(found, [.. arguments]));
    }

    private List<Expression> Items(string close, bool allowLambda = false)
    {
        var items = new List<Expression>();
        while (!TryTake(close))
        {
            if (items.Count > 0)
            {
                Take(",");
                if (TryTake(close))
                {
                    break;
                }
            }

            items.Add(allowLambda && TryLambda() is { } lambda ? lambda : Expression());
        }

        return items;
    }

    /// <summary><c>x => ...</c> or <c>(x, i) => ...</c>; anything else is left as it was, for an expression.</summary>
    private Lambda? TryLambda()
    {
        var parameters = ParametersAhead();
        if (parameters is null)
        {
            return null;
        }

        foreach (var name in parameters)
        {
            _locals.Push(name);
        }

        var slots = Enumerable.Range(_locals.Count - parameters.Count, parameters.Count).ToArray();
        var before = _size;
        var body = Expression();
        parameters.ForEach(_ => _locals.Pop());
        return Sized(new Lambda(slots, body, _size - before));
    }

    private List<string>? ParametersAhead()
    {
        var start = _token;
        if (start.Kind != TokenKind.Name && !start.Is("("))
        {
            return null;
        }

        var names = new List<string>();
        var inBrackets = start.Is("(");
        var ahead = inBrackets ? _lexer.Next() : start;
        while (ahead.Kind == TokenKind.Name && names.Count < 2)
        {
            names.Add(ahead.Text);
            ahead = _lexer.Next();
            if (inBrackets && ahead.Is(",") && names.Count < 2)
            {
                ahead = _lexer.Next();
            }
            else
            {
                break;
            }
        }

        if (inBrackets && ahead.Is(")"))
        {
            ahead = _lexer.Next();
        }

        if (names.Count > 0 && ahead.Is("=>"))
        {
            _lastEnd = ahead.End;
            _token = _lexer.Next();
            return names;
        }

        _lexer.Rewind(start.End);
        return null;
    }

    private Expression Map()
    {
        var names = new List<string>();
        var members = new List<Expression>();
        while (!TryTake("}"))
        {
            if (names.Count > 0)
            {
                Take(",");
                if (TryTake("}"))
                {
                    break;
                }
            }

            var name = Advance();
            if (name.Kind is not (TokenKind.Name or TokenKind.Text) || names.Contains(name.Text))
            {
                throw new ExpressionException("Each member of an object is a name of its own, ':' and a value", name.Start);
            }

            names.Add(name.Text);
            Take(":");
            members.Add(Expression());
        }

        return Sized(new MapExpression([.. names], [.. members]));
    }

    private int? LocalSlot(string name)
    {
        // The stack enumerates from its top, so that an inner name hides an outer one.
        var slot = _locals.Count;
        foreach (var local in _locals)
        {
            slot--;
            if (local == name)
            {
                return slot;
            }
        }

        return null;
    }

    private static RootExpression RootOf(Token token) => new(token.Text switch
    {
        "$" => Root.State,
        "$input" => Root.Input,
        "$run" => Root.Run,
        "$trigger" => Root.Trigger,
        "$vars" => Root.Variables,
        "$secrets" => throw new ExpressionException(ConfigText.SecretElsewhere, token.Start, Codes.SecretAsText),
        _ => throw new ExpressionException($"'{token.Text}' is not known{Suggestion.For(token.Text, RootNames)}", token.Start),
    });

    private static Value NumberOf(Token token) => long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var integer)
        ? integer
        : Arithmetic.Finite(double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture), token.Text);

    private static BinaryOperator Operator(string symbol) => symbol switch
    {
        "+" => BinaryOperator.Add,
        "-" => BinaryOperator.Subtract,
        "*" => BinaryOperator.Multiply,
        "/" => BinaryOperator.Divide,
        "%" => BinaryOperator.Remainder,
        "<" => BinaryOperator.Less,
        "<=" => BinaryOperator.LessOrEqual,
        ">" => BinaryOperator.Greater,
        ">=" => BinaryOperator.GreaterOrEqual,
        "==" or "===" => BinaryOperator.Equal,
        _ => BinaryOperator.NotEqual,
    };

    private T Sized<T>(T expression)
        where T : Expression
    {
        if (++_size > MaxSize)
        {
            throw new ExpressionException($"The expression has more than {MaxSize} parts", _token.Start);
        }

        return expression;
    }

    private Token Advance()
    {
        var taken = _token;
        _lastEnd = taken.End;
        _token = _lexer.Next();
        return taken;
    }

    private bool TryTake(string symbol)
    {
        if (!_token.Is(symbol))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Take(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw new ExpressionException(_token.Kind == TokenKind.End ? $"'{symbol}' is missing at the end" : $"'{symbol}' is expected before '{_token.Text}'", _token.Start);
        }
    }

    private ExpressionException Unexpected() => new(_token.Kind == TokenKind.End ? "The expression ends too early" : $"'{_token.Text}' has no meaning here", _token.Start);
}
