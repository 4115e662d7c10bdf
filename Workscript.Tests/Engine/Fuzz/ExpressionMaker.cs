using Workscript.Engine.Expressions;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>Texts by the grammar of expressions, templates and patterns; most of them are right, and many make no sense.</summary>
internal sealed class ExpressionMaker(Chance chance)
{
    private static readonly string[] Paths =
        ["$.a", "$.b", "$.n", "$.items", "$.items[0]", "$.items[-1].n", "$.text", "$.map.a", "$.list[$.n]", "$.missing.deep", "$input", "$input.items", "$run.id", "$trigger.kind", "$vars.X", "$['a']", "x", "x.n", "item", "item.price"];

    private static readonly string[] Literals =
        ["0", "1", "-1", "2.5", "1e3", "9223372036854775807", "1e308", "''", "'a'", "\"b\"", "'2024-02-29'", "'%'", "true", "false", "null", "[]", "{}", "[1, 2, 3]", "{a: 1, 'b': 'x'}", "'\\u00e9\\n'"];

    private static readonly string[] Operators = ["+", "-", "*", "/", "%", "==", "!=", "===", "!==", "<", "<=", ">", ">=", "&&", "||", "??"];

    private static readonly string[] Functions = [.. FunctionCatalog.Names.Order(StringComparer.Ordinal)];

    private static readonly string[] Atoms = ["a", "b", ".", "\\d", "\\w", "\\s", "\\b", "[a-c]", "[^x]", "x|y", "\\.", "é", "\\u0041", "(?:a|ab)", "$", "^", "\\D", "[\\w.-]"];

    private static readonly string[] Counts = ["", "", "*", "+", "?", "*?", "{2}", "{1,3}", "{0,}"];

    public string Expression(int depth = 4) => chance.Below(depth > 0 ? 10 : 2) switch
    {
        0 => chance.Of(Literals),
        1 or 2 => chance.Of(Paths),
        3 or 4 => $"{Expression(depth - 1)} {chance.Of(Operators)} {Expression(depth - 1)}",
        5 => $"({Expression(depth - 1)})",
        6 => $"{chance.Of(["!", "-"])}{Expression(depth - 1)}",
        7 => $"{Expression(depth - 1)} ? {Expression(depth - 1)} : {Expression(depth - 1)}",
        8 => $"[{string.Join(", ", chance.Some(3, () => Expression(depth - 2)))}]",
        _ => Call(depth - 1),
    };

    public string Template() => string.Concat(chance.Some(4, () => chance.Below(4) switch
    {
        0 => chance.Of(Corpus.Templates),
        1 => $"{{{{{chance.Of(Paths)}}}}}",
        2 => $"{{{{= {Expression(2)} }}}}",
        _ => chance.Of(Corpus.Awkward),
    }));

    public string Pattern(int depth = 3) => string.Concat(chance.Some(4, () => chance.Below(depth > 0 ? 5 : 3) switch
    {
        < 3 => chance.Of(Atoms) + chance.Of(Counts),
        3 => $"({Pattern(depth - 1)}){chance.Of(Counts)}",
        _ => $"(?{chance.Of(["=", "!", "<=", "<!", ":", "<n>"])}{Pattern(depth - 1)})",
    }));

    private string Call(int depth)
    {
        var arguments = string.Join(", ", chance.Some(4, () => chance.OneIn(4) ? $"x => {Expression(depth - 1)}" : Expression(depth - 1)));
        var name = chance.Of(Functions);
        return chance.OneIn(3) && !name.Contains('.') ? $"{chance.Of(Paths)}.{name}({arguments})" : $"{name}({arguments})";
    }
}
