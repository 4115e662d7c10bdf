namespace Workscript.Web.Cli;

/// <summary>Something that the command line can do. One class, one file, one line in <see cref="CommandLine.Verbs"/>.</summary>
internal abstract class Verb
{
    /// <summary>One word or two: <c>user add</c>.</summary>
    public abstract string Name { get; }

    /// <summary>A line for the overview.</summary>
    public abstract string Summary { get; }

    /// <summary>What follows the name, without options: <c>FILE...</c>.</summary>
    public virtual string Operands => "";

    public virtual IReadOnlyList<VerbOption> Options => [];

    /// <summary>More than a line, under the options of its help.</summary>
    public virtual string Details => "";

    /// <summary>Whether it is for this program itself, and not in the overview.</summary>
    public virtual bool IsInternal => false;

    public abstract Task<int> RunAsync(Arguments arguments, CancellationToken cancellation);
}

/// <summary><c>--name</c>, or <c>--name VALUE</c> where a value is named.</summary>
internal sealed record VerbOption(string Name, string? Value, string Help)
{
    public static VerbOption Data { get; } = new("data", "DIR", "the data folder (default: WORKSCRIPT_DATA, else data/ beside the sources, else /var/lib/workscript)");

    public static VerbOption ForHelp { get; } = new("help", null, "this text");

    public static VerbOption Urls { get; } =
        new("urls", "URL", $"where to listen, several separated by ';' (default: {Hosting.Listening.DefaultUrl})") { Setting = "urls" };

    public bool Required { get; init; }

    /// <summary>The setting that the option is a short way to give.</summary>
    public string? Setting { get; init; }

    public string Spelled => Value is null ? $"--{Name}" : $"--{Name} {Value}";
}
