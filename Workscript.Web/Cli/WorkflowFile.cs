using Workscript.Engine.Definitions;

namespace Workscript.Web.Cli;

/// <summary>A workflow's file, or standard input where the name is <c>-</c>.</summary>
internal static class WorkflowFile
{
    // Far more than a document may have: only so that no file can fill the memory.
    private const int MostBytes = 64 * 1024 * 1024;

    public static async Task<byte[]> ReadAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await using var stream = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
            using var held = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                held.Write(buffer, 0, read);
                if (held.Length > MostBytes)
                {
                    throw new UsageException($"{name} is larger than any workflow may be");
                }
            }

            return held.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{name}: no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Directory.Exists(name) ? $"{name} is a folder, not a file" : $"{name}: {e.Message}");
        }
    }

    /// <summary><c>file:line:column: CODE: message</c>, as editors and compilers know it.</summary>
    public static string Describe(string name, Diagnostic finding) =>
        $"{name}:{finding.Line}:{finding.Column}: {finding.Code}: {Mark(finding.Severity)}{finding.Message}";

    private static string Mark(Severity severity) => severity switch
    {
        Severity.Error => "",
        Severity.Warning => "warning: ",
        Severity.Hint => "hint: ",
    };
}
