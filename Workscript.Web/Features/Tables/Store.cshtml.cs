using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Shared;
using Workscript.Web.NodeHosting;

namespace Workscript.Web.Features.Tables;

/// <summary>What workflows keep under keys.</summary>
public sealed class StoreModel(WorkscriptDb db, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;
    private const int Shown = 300;

    /// <summary>Part of a key.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>With <see cref="Key"/>, the value that is edited; empty for what all workflows share.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Scope { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    /// <summary>The scope and the key of the last value of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? AfterScope { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<StoreRow> Rows { get; private set; } = [];

    public bool HasMore { get; private set; }

    public string? Text { get; private set; }

    public string? Wrong { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (Key is not null)
        {
            Text = await One().Select(v => v.Json).FirstOrDefaultAsync(cancellation) is { } json ? JsonText.Indented(json) : null;
        }

        await LoadAsync(cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(string? text, CancellationToken cancellation)
    {
        if (await One().FirstOrDefaultAsync(cancellation) is not { } value)
        {
            return NotFound();
        }

        try
        {
            value.Write(StoredText.Of(Json.Read(text ?? ""), "The value"), value.ExpiresAt, clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancellation);
            return RedirectToPage(new { Q });
        }
        catch (Exception e) when (e is NodeException or System.Text.Json.JsonException or FormatException)
        {
            (Wrong, Text) = (e.Message, text);
            await LoadAsync(cancellation);
            return Page();
        }
    }

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellation)
    {
        await One().ExecuteDeleteAsync(cancellation);
        this.Flash($"{Key} is deleted.");
        return RedirectToPage(new { Q });
    }

    private IQueryable<StoredValue> One() => db.StoredValues.Where(v => v.Scope == (Scope ?? "") && v.Key == Key);

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var values = db.StoredValues.Where(v => v.ExpiresAt == null || v.ExpiresAt > now);
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var part = Q.Trim();
            values = values.Where(v => v.Key.Contains(part));
        }

        if (After is { } after)
        {
            var scope = AfterScope ?? "";
            values = values.Where(v => string.Compare(v.Scope, scope) > 0 || (v.Scope == scope && string.Compare(v.Key, after) > 0));
        }

        var rows = await values.OrderBy(v => v.Scope).ThenBy(v => v.Key).Take(PageSize + 1)
            .Select(v => new StoreRow(v.Scope, v.Key, v.Json.Substring(0, Shown), v.ExpiresAt, v.UpdatedAt)).ToListAsync(cancellation);
        HasMore = rows.Count > PageSize;
        Rows = [.. rows.Take(PageSize)];
    }
}

/// <summary>A value in the list: of a long one the beginning.</summary>
public sealed record StoreRow(string Scope, string Key, string Beginning, DateTime? ExpiresAt, DateTime UpdatedAt)
{
    public string Query => $"scope={Uri.EscapeDataString(Scope)}&key={Uri.EscapeDataString(Key)}";
}
