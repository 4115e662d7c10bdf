using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;
using Workscript.Web.Features.Shared;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Settings;

/// <summary>How long runs are kept, and what that would free.</summary>
[Authorize(Access.Admin)]
public sealed class RetentionModel(WorkscriptDb db, ChosenRetention chosen, TimeProvider clock) : PageModel
{
    private const int MostCounted = 10_000;

    [BindProperty]
    public string? Age { get; set; }

    [BindProperty]
    public string? FailedAge { get; set; }

    [BindProperty]
    public string? Runs { get; set; }

    [BindProperty]
    public string? Megabytes { get; set; }

    public Retention Counts { get; private set; } = null!;

    /// <summary>What the typed ages would free, in words.</summary>
    public string? Freed { get; private set; }

    public string? Wrong { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var now = await chosen.ChosenAsync(cancellation);
        (Age, FailedAge) = (now.GetValueOrDefault(Retention.AgeSetting), now.GetValueOrDefault(Retention.FailedAgeSetting));
        (Runs, Megabytes) = (now.GetValueOrDefault(Retention.RunsSetting), now.GetValueOrDefault(Retention.MegabytesSetting));
        Counts = chosen.With(now);
    }

    /// <summary>Says what would go, and changes nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancellation)
    {
        if (await TryAsync(cancellation) is { } retention)
        {
            Freed = await FreedAsync(retention, cancellation);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await TryAsync(cancellation) is null)
        {
            return Page();
        }

        await chosen.ChooseAsync(Typed(), User.Identity?.Name, clock.GetUtcNow().UtcDateTime, cancellation);
        this.Flash("Kept. What has been there for long enough goes within five minutes.");
        return RedirectToPage();
    }

    private async Task<Retention?> TryAsync(CancellationToken cancellation)
    {
        try
        {
            return Counts = chosen.With(Typed());
        }
        catch (SettingException e)
        {
            Wrong = e.Message;
            Counts = await chosen.ReadAsync(cancellation);
            return null;
        }
    }

    private Dictionary<string, string?> Typed() => ChosenRetention.Names.Zip([Age, FailedAge, Runs, Megabytes])
        .Where(pair => !string.IsNullOrWhiteSpace(pair.Second))
        .ToDictionary(pair => pair.First, pair => (string?)Texts.Shorten(pair.Second!.Trim(), StoredSetting.MaxValue));

    private async Task<string> FreedAsync(Retention retention, CancellationToken cancellation)
    {
        var (count, bytes) = (0, 0L);
        foreach (var (status, age) in new[] { (RunStatus.Completed, retention.Age), (RunStatus.Cancelled, retention.Age), (RunStatus.Failed, retention.FailedAge) })
        {
            if (age is { } longest)
            {
                var old = await db.Runs.Where(r => r.Status == status).Before(clock.GetUtcNow() - longest).OrderBy(r => r.Id).Take(MostCounted).Select(r => r.Bytes).ToListAsync(cancellation);
                (count, bytes) = (count + old.Count, bytes + old.Sum());
            }
        }

        return count == 0 ? "By their age no runs would go now." : $"{(count >= MostCounted ? "At least " : "")}{Wording.Count(count, "run")} would go by their age, about {Wording.Bytes(bytes)}.";
    }
}
