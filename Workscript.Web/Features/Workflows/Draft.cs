using Workscript.Engine.Definitions;

namespace Workscript.Web.Features.Workflows;

/// <summary>A text in the editor, with what the server finds in it.</summary>
public sealed record Draft(string Text, IReadOnlyList<Diagnostic> Findings)
{
    public const int MostFindings = 200;

    /// <summary>What keeps the text from being saved although nothing in it is wrong.</summary>
    public string? Problem { get; init; }

    public string CheckUrl { get; init; } = "";

    /// <summary>The text as it was before a browser sent it: forms turn every end of a line into two characters.</summary>
    public static string FromForm(string? sent, string? stored = null) =>
        stored?.Contains("\r\n", StringComparison.Ordinal) == true ? sent ?? "" : (sent ?? "").ReplaceLineEndings("\n");
}
