namespace Workscript.Web.Features.Shared;

/// <summary>A value in a box: at most its first part, its whole length in characters, and where all of it can be had.</summary>
public sealed record JsonBox(string Title, string TitleId, string Start, int Length, string Download);
