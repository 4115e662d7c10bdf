using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Runs;

namespace Workscript.Web.Features.Shared;

/// <summary>The rail: where one can go, and where somebody is needed.</summary>
public sealed class RailViewComponent(WorkscriptDb db, TimeProvider clock) : ViewComponent
{
    private const int MostCounted = 100;

    public async Task<IViewComponentResult> InvokeAsync()
    {
        var failed = await db.Runs.FailedSince(clock.GetUtcNow().AddDays(-1)).Take(MostCounted).CountAsync(HttpContext.RequestAborted);
        return View(new RailView(Product.Version, [
            Item("Home", "/", "home"),
            Item("Workflows", "/workflows", "workflow"),
            Item("Runs", "/runs", "run") with { Count = failed, CountTitle = "failed in the last 24 hours" },
            Item("Data", "/data", "data"),
            Item("Nodes", "/nodes", "node"),
            Item("Settings", "/settings", "settings"),
        ]));
    }

    private RailItem Item(string name, string url, string icon) => new(name, url, icon, Current(url));

    private string? Current(string url)
    {
        var here = Request.Path;
        if (here == url)
        {
            return "page";
        }

        return url != "/" && here.StartsWithSegments(url) ? "true" : null;
    }
}

public sealed record RailView(string Version, IReadOnlyList<RailItem> Items);

public sealed record RailItem(string Name, string Url, string Icon, string? Current)
{
    public int Count { get; init; }

    public string CountTitle { get; init; } = "";

    public string CountText => Count < 100 ? Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : "99+";
}
