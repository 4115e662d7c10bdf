namespace Workscript.Web.Features.Shared;

/// <summary>A button that asks once, in words that name the thing, before it posts. The question opens in place, so that it needs no script.</summary>
public sealed record Confirm(string Action, string Question, string Url)
{
    public bool IsSlim { get; init; }
}
