using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Workscript.Web.Features.Shared;

/// <summary>A sentence about what just happened, shown on the next page.</summary>
public sealed record Flash(string Text, string Tone)
{
    public string Icon => Tone == "good" ? "completed" : "warning";
}

public static class FlashExtensions
{
    private const string Key = "Flash";
    private const string Bad = "!";

    public static void Flash(this PageModel page, string text) => page.TempData[Key] = text;

    public static void FlashProblem(this PageModel page, string text) => page.TempData[Key] = Bad + text;

    public static Flash? TakeFlash(this ITempDataDictionary held) => held[Key] switch
    {
        string text when text.StartsWith(Bad, StringComparison.Ordinal) => new(text[Bad.Length..], "warn"),
        string text => new(text, "good"),
        _ => null,
    };
}
