using Workscript.Engine.Definitions;
using Workscript.Web.Hosting;

namespace Workscript.Web.Cli;

/// <summary>
/// What follows a verb, checked against its options: <c>--name value</c>, <c>--name=value</c>, <c>--flag</c>, and settings as
/// <c>--Section:Name=value</c>. After <c>--</c> everything is an operand.
/// </summary>
internal sealed class Arguments
{
    // What the framework itself takes, and what a test's host hands over.
    private static readonly string[] FrameworkOptions = ["environment", "contentRoot", "applicationName"];

    private readonly Dictionary<string, string> _options = [];
    private readonly Dictionary<string, string?> _settings = [];
    private readonly List<string> _operands = [];

    private Arguments()
    {
    }

    public IReadOnlyList<string> Operands => _operands;

    /// <summary>By the names that the configuration uses.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>The same once more, as the words that the framework reads its own settings from.</summary>
    public string[] FrameworkWords => [.. _settings.Select(setting => $"--{setting.Key}={setting.Value}")];

    public DataFolder Data => DataFolder.Locate(this["data"]);

    public string? this[string option] => _options.GetValueOrDefault(option);

    public bool Has(string option) => _options.ContainsKey(option);

    public static Arguments Parse(Verb verb, IReadOnlyList<string> words)
    {
        var arguments = new Arguments();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--")
            {
                arguments._operands.AddRange(words.Skip(i + 1));
                break;
            }

            i += arguments.Take(verb, words[i], i + 1 < words.Count ? words[i + 1] : null);
        }

        return arguments;
    }

    /// <summary>The one operand, or a complaint.</summary>
    public string Single(Verb verb) => Operands switch
    {
        [var operand] => operand,
        [] => throw new UsageException($"{verb.Operands} is missing: workscript {verb.Name} {verb.Operands}"),
        [_, var second, ..] => throw new UsageException($"'{second}' is one too many: workscript {verb.Name} {verb.Operands}"),
    };

    public void None(Verb verb)
    {
        if (Operands.Count > 0)
        {
            throw new UsageException($"'{Operands[0]}' is not expected after workscript {verb.Name}");
        }
    }

    /// <summary>Takes a word; answers how many of the following it took with it.</summary>
    private int Take(Verb verb, string word, string? next)
    {
        if (word is "-h" or "-?")
        {
            word = "--help";
        }

        if (!word.StartsWith('-') || word.Length == 1)
        {
            _operands.Add(word);
            return 0;
        }

        var (name, value) = Split(word);
        if (IsSetting(name))
        {
            _settings[name] = value ?? throw new UsageException($"{word} needs a value: {word}=VALUE");
            return 0;
        }

        return TakeOption(Find(verb, name, word), value, next);
    }

    private int TakeOption(VerbOption option, string? value, string? next)
    {
        if (option.Value is null)
        {
            _options[option.Name] = value is null ? "" : throw new UsageException($"--{option.Name} takes no value");
            return 0;
        }

        var given = value ?? next ?? throw new UsageException($"--{option.Name} needs a value: {option.Spelled}");
        _options[option.Name] = given;
        if (option.Setting is { } setting)
        {
            _settings[setting] = given;
        }

        return value is null ? 1 : 0;
    }

    private static VerbOption Find(Verb verb, string name, string word)
    {
        VerbOption[] options = [.. verb.Options, VerbOption.Data, VerbOption.ForHelp];
        return Array.Find(options, option => option.Name == name && word.StartsWith("--", StringComparison.Ordinal))
            ?? throw new UsageException($"unknown option '{word}' of workscript {verb.Name}{Suggestion.For($"--{name}", options.Select(o => $"--{o.Name}"))}");
    }

    // Settings are written with capitals, options without.
    private static bool IsSetting(string name) =>
        char.IsUpper(name, 0) || name.Contains(':') || name.Contains('_') || FrameworkOptions.Contains(name);

    private static (string Name, string? Value) Split(string word)
    {
        var text = word.TrimStart('-');
        var split = text.IndexOf('=');
        if (text.Length == 0 || split == 0)
        {
            throw new UsageException($"'{word}' is no option");
        }

        return split < 0 ? (text, null) : (text[..split], text[(split + 1)..]);
    }
}
