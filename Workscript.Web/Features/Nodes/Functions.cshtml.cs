using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Engine.Expressions;

namespace Workscript.Web.Features.Nodes;

public sealed class FunctionsModel : PageModel
{
    /// <summary>Words that are all to be found in a function's names, family, summary or example.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<FunctionFamily> Families { get; private set; } = [];

    public void OnGet() => Families =
    [
        .. FunctionCatalog.Families
            .Select(family => family with { Functions = [.. family.Functions.Where(function => Matches(family, function))] })
            .Where(family => family.Functions.Count > 0),
    ];

    private bool Matches(FunctionFamily family, Function function) =>
        (Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Words(family, function).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Words(FunctionFamily family, Function function) => [family.Name, function.Signature, function.Summary, function.Example, .. function.Aliases];
}
