namespace Workscript.Tests.Engine.Fuzz;

/// <summary>Texts with something left out, doubled, turned round, exchanged or put in.</summary>
internal static class TextMutator
{
    private static readonly string[] Bits =
    [
        "{", "}", "[", "]", "(", ")", "\"", "'", "\\", ":", ",", ".", "...", "?", "$", "$.", "{{", "}}", "{{=", "@", "null", "true", "-", "+", "*", "/", "0", "9", "1e999", "\n", "\0", "é", "\\u", "\\ud83d", "&", "<", ">", "=", "=>", "|", "^", "#", "%", " ",
    ];

    public static string Change(Chance chance, string text, IReadOnlyList<string> others)
    {
        for (var times = chance.Between(1, 5); times > 0; times--)
        {
            text = ChangeOnce(chance, text, others);
        }

        return text.Length <= 100_000 ? text : text[..100_000];
    }

    private static string ChangeOnce(Chance chance, string text, IReadOnlyList<string> others)
    {
        var from = chance.Below(text.Length + 1);
        var to = Math.Min(text.Length, from + (chance.OneIn(3) ? chance.Below(text.Length + 1) : chance.Below(8)));
        var other = chance.Of(others);
        return chance.Below(8) switch
        {
            0 => text.Remove(from, to - from),
            1 => text.Insert(from, text[from..to]),
            2 => text[..from] + chance.Of(Bits) + text[to..],
            3 => text.Insert(from, chance.Of(Bits)),
            4 => text[..from] + new string([.. text[from..to].Reverse()]) + text[to..],
            5 => text[..from] + other[Math.Min(other.Length, chance.Below(other.Length + 1))..],
            6 => text.Insert(from, string.Concat(Enumerable.Repeat(chance.Of(Bits), chance.Between(2, 300)))),
            _ => text[..from] + (char)chance.Below(0x250) + text[to..],
        };
    }
}
