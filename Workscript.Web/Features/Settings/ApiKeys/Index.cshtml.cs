using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Settings.ApiKeys;

[Authorize(Access.Admin)]
public sealed class IndexModel(WorkscriptDb db, TimeProvider clock) : PageModel
{
    private const int MostShown = 500;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<KeyRow> Keys { get; private set; } = [];

    /// <summary>The text of the key that was just made: this once, and never again.</summary>
    [TempData]
    public string? NewKey { get; set; }

    public Task OnGetAsync(CancellationToken cancellation) => LoadAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancellation);
            return Page();
        }

        var (key, text) = ApiKey.Issue(Input.Name.Trim(), Input.Scope, User.Identity?.Name, clock.GetUtcNow().UtcDateTime);
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancellation);
        NewKey = text;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancellation)
    {
        if (await db.ApiKeys.FirstOrDefaultAsync(k => k.Id == id, cancellation) is not { } key)
        {
            return NotFound();
        }

        if (key.TryRevoke(clock.GetUtcNow().UtcDateTime))
        {
            await db.SaveChangesAsync(cancellation);
            this.Flash($"The key {key.Name} is revoked. Programs that use it are refused from now on.");
        }

        return RedirectToPage();
    }

    private async Task LoadAsync(CancellationToken cancellation) => Keys = await db.ApiKeys
        .OrderBy(k => k.RevokedAt != null)
        .ThenByDescending(k => k.Id)
        .Take(MostShown)
        .Select(k => new KeyRow(k.Id, k.Name, k.Prefix, k.Scope, k.CreatedAt, k.CreatedBy, k.LastUsedAt, k.RevokedAt))
        .ToListAsync(cancellation);

    public sealed class InputModel
    {
        [Required(ErrorMessage = "Say what the key is for, so that you know it again.")]
        [StringLength(ApiKey.MaxName, ErrorMessage = "At most {1} characters.")]
        public string Name { get; set; } = "";

        public ApiKeyScope Scope { get; set; } = ApiKeyScope.Run;
    }
}

public sealed record KeyRow(
    Guid Id, string Name, string Prefix, ApiKeyScope Scope, DateTime CreatedAt, string? CreatedBy, DateTime? LastUsedAt, DateTime? RevokedAt);
