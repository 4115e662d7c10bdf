using System.Text;

namespace Workscript.Tests.Engine.Fuzz;

/// <summary>Writes each case down before it is tried, where scripts/fuzz asks for it: what ends the process leaves its cause behind.</summary>
internal static class FuzzTrace
{
    private static readonly string? File = Environment.GetEnvironmentVariable("WORKSCRIPT_FUZZ_TRACE");

    public static void Write(string target, int seed, int number, string input)
    {
        if (File is not null)
        {
            System.IO.File.WriteAllText(File, $"{target}, seed {seed}, case {number}:\n{input}", Encoding.UTF8);
        }
    }
}
