using System.Reflection;
using System.Text;

namespace Workscript.Web.Cli;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    private const int Width = 100;

    public static string Version { get; } =
        $"workscript {typeof(Help).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}";

    public static string Overview(IReadOnlyList<Verb> verbs)
    {
        var text = new StringBuilder("Workscript runs workflows: JSON documents of steps.\n\n  workscript [VERB] [options]\n\n");
        Table(text, [.. verbs.Where(verb => !verb.IsInternal).Select(verb => (Usage(verb), verb.Summary))]);
        text.Append("\nWithout a verb it is ").Append(verbs[0].Name).Append(".\n");
        text.Append("Every verb answers --help and takes --data DIR. Settings may be given as --Section:Name=value, or in the environment as Section__Name.\n");
        text.Append("Exit status: 0 done, 1 failed, 2 invalid, 130 stopped.");
        return text.ToString();
    }

    public static string Of(Verb verb)
    {
        var text = new StringBuilder().Append("workscript ").Append(Usage(verb)).Append("\n\n").Append(verb.Summary).Append("\n\n");
        Table(text, [.. verb.Options.Append(VerbOption.Data).Append(VerbOption.ForHelp).Select(option => (option.Spelled, option.Help))]);
        if (verb.Details.Length > 0)
        {
            text.Append('\n').Append(verb.Details).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    private static string Usage(Verb verb)
    {
        string[] parts = [verb.Name, verb.Operands, .. verb.Options.Select(option => option.Required ? option.Spelled : $"[{option.Spelled}]")];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static void Table(StringBuilder text, (string Left, string Right)[] rows)
    {
        var widest = Math.Min(rows.Max(row => row.Left.Length), Width / 2);
        foreach (var (left, right) in rows)
        {
            text.Append("  ").Append(left.Length <= widest ? left.PadRight(widest) : left + "\n  " + new string(' ', widest)).Append("  ").Append(right).Append('\n');
        }
    }
}
