namespace Workscript.Web.Features.Workflows.Editing;

/// <summary>The faces of a draft, and which of them is shown.</summary>
public sealed record Faces(string Id, string Current)
{
    public IEnumerable<(string Name, string Address)> All =>
        [("Steps", $"/workflows/{Id}/edit"), ("Head", $"/workflows/{Id}/edit/head"), ("Graph", $"/workflows/{Id}/edit/graph"), ("JSON", $"/workflows/{Id}/edit/json")];
}
