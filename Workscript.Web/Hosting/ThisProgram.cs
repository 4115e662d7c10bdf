using System.Diagnostics;

namespace Workscript.Web.Hosting;

/// <summary>The executable that runs, to be started once more.</summary>
internal static class ThisProgram
{
    /// <summary>How to start it with these words after its name, and its streams in our hands.</summary>
    public static ProcessStartInfo With(params string[] words)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = Path.GetPathRoot(program),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{typeof(ThisProgram).Assembly.GetName().Name}.dll"));
        }

        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        return start;
    }
}
