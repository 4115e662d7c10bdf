namespace Workscript.Web.Data;

/// <summary>The roles of people: a viewer reads; an editor also writes and runs workflows; an owner may do everything.</summary>
public static class Role
{
    public const string Owner = "owner";
    public const string Editor = "editor";
    public const string Viewer = "viewer";

    public static IReadOnlyList<string> All { get; } = [Owner, Editor, Viewer];
}
