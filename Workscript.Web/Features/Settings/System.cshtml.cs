using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Settings;

/// <summary>How the box is that this server runs on.</summary>
[Authorize(Access.Admin)]
public sealed class SystemModel(WorkscriptDb db, DatabaseSpace space, DataFolder data, MeasureDisk measure, TimeProvider clock) : PageModel
{
    private const int MostCounted = 10_000;

    public IReadOnlyList<(string Name, string Value)> Facts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var disk = measure(data.Path);
        var used = await space.UsedAsync(cancellation);
        Facts =
        [
            ("Version", Product.Version),
            (".NET", Environment.Version.ToString()),
            ("Disk", $"{Wording.Bytes(disk.Free)} free of {Wording.Bytes(disk.Total)}"),
            ("Database", used is { } bytes ? $"{Wording.Bytes(bytes)} in use" : "kept by MySQL or MariaDB"),
            ("Memory", $"{Wording.Bytes(Environment.WorkingSet)} of {Wording.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)}"),
            ("Running", await CountAsync(RunStatus.Running, cancellation)),
            ("Queue", await CountAsync(RunStatus.Queued, cancellation)),
            ("Waiting", await CountAsync(RunStatus.Waiting, cancellation)),
            ("Clock", Wording.Moment(clock.GetUtcNow().UtcDateTime)),
        ];
    }

    private async Task<string> CountAsync(RunStatus status, CancellationToken cancellation)
    {
        var count = await db.Runs.Where(r => r.Status == status).Select(r => r.Id).Take(MostCounted).CountAsync(cancellation);
        return count < MostCounted ? Wording.Count(count, "run") : $"{MostCounted:N0} runs or more";
    }
}
