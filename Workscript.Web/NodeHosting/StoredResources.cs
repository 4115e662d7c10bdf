using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting;

/// <summary>Resources: what is said of them in the server's database, their contents in the data folder. One is written at a time.</summary>
public sealed class StoredResources(NodeDatabase database, ResourceContents contents, IConfiguration configuration, TimeProvider time) : ResourceShelf, IDisposable
{
    private const string QuotaSetting = "Resources:QuotaMegabytes";
    private const int KeptRevisions = 50;

    private readonly long _mostBytes = FileQuota.Bytes(configuration, QuotaSetting);
    private readonly SemaphoreSlim _writing = new(1);

    public override async Task<ResourceContent?> ReadAsync(ResourceKey key, CancellationToken cancellation) =>
        await database.UseAsync(db => FindAsync(db.Resources.AsNoTracking(), key, cancellation), cancellation) is { } resource
            ? new(ResourceTypes.Describe(resource), await contents.ReadAsync(resource.Checksum, cancellation))
            : null;

    public override async Task<ResourceWritten> WriteAsync(ResourceDraft draft, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            return await database.UseAsync(db => WriteAsync(db, draft, cancellation), cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override Task<ResourcePage> ListAsync(ResourceFilter filter, CancellationToken cancellation) => database.UseAsync(async db =>
    {
        var chosen = Chosen(db.Resources.AsNoTracking(), filter);
        var total = await chosen.CountAsync(cancellation);
        var page = await Ordered(chosen, filter.SortBy).Skip(filter.Offset).Take(filter.Limit).ToListAsync(cancellation);
        return new ResourcePage(ValueList.Of(page.Select(resource => Value.Of(ResourceTypes.Describe(resource))).ToArray()), total);
    }, cancellation);

    public void Dispose() => _writing.Dispose();

    private static Task<Resource?> FindAsync(IQueryable<Resource> resources, ResourceKey key, CancellationToken cancellation)
    {
        var path = key.Id is null ? PathOf(key.Path!) : null;
        return resources.FirstOrDefaultAsync(r => key.Id != null ? r.Id == key.Id : r.Path == path, cancellation);
    }

    private static string PathOf(string path) => string.Join('/', FilePath.Names(path)) is { Length: > 0 and <= Resource.MaxPath } names
        ? names
        : throw new NodeException("INVALID_PATH", $"The path of a resource has from 1 to {Resource.MaxPath} characters");

    private async Task<ResourceWritten> WriteAsync(WorkscriptDb db, ResourceDraft draft, CancellationToken cancellation)
    {
        var resource = await FindAsync(db.Resources, draft.Key, cancellation);
        var checksum = ResourceContents.ChecksumOf(draft.Content.Span);
        if (resource is not null && draft.Mode == "create")
        {
            return await WasCreatedAsync(db, resource, checksum, draft.RunId, cancellation)
                ? new(ResourceTypes.Describe(resource), null)
                : throw new NodeException("RESOURCE_EXISTS", "Resource already exists at this path");
        }

        if (resource is null && draft.Mode == "update")
        {
            throw new NodeException("RESOURCE_NOT_FOUND", draft.Key.Id is null ? "Resource not found at path" : "Resource not found");
        }

        await CheckQuotaAsync(db, draft.Content.Length, cancellation);
        await contents.WriteAsync(checksum, draft.Content, cancellation);
        var before = resource?.Checksum;
        resource ??= db.Add(New(draft)).Entity;
        var now = time.GetUtcNow().UtcDateTime;
        ResourceType? type = draft.Type is { } given ? Enum.Parse<ResourceType>(given, ignoreCase: true) : null;
        resource.Describe(draft.Name, type, draft.Description, draft.Tags, draft.IsPublic, now);
        resource.Revise(checksum, draft.Content.Length, draft.RunId is { Length: > 0 and <= 32 } run ? run : null, now);
        await db.SaveChangesAsync(cancellation);
        await ForgetOldAsync(db, resource, cancellation);
        return new(ResourceTypes.Describe(resource), before);
    }

    /// <summary>Whether this very run made it so: its step is then repeated, after a crash that left no record of it.</summary>
    private static Task<bool> WasCreatedAsync(WorkscriptDb db, Resource resource, string checksum, string runId, CancellationToken cancellation) =>
        runId.Length == 0
            ? Task.FromResult(false)
            : db.ResourceRevisions.AnyAsync(r => r.ResourceId == resource.Id && r.Number == 1 && r.RunId == runId && r.Checksum == checksum, cancellation);

    private Resource New(ResourceDraft draft)
    {
        var path = PathOf(draft.Key.Path!);
        var mimeType = ResourceTypes.MimeTypeOf(path);
        var by = draft.WorkflowId.Length == 0 ? null : StoredText.Scope(draft.WorkflowId);
        return Resource.Create(path, mimeType, ResourceTypes.TypeOf(path, mimeType), by, time.GetUtcNow().UtcDateTime);
    }

    private async Task CheckQuotaAsync(WorkscriptDb db, long bytes, CancellationToken cancellation)
    {
        var taken = await db.ResourceRevisions.SumAsync(r => r.Size, cancellation);
        if (taken + bytes > _mostBytes)
        {
            throw new NodeException("QUOTA", $"There is no room: resources take {taken >> 20} of {_mostBytes >> 20} MiB. Delete some, or raise {QuotaSetting}");
        }
    }

    private async Task ForgetOldAsync(WorkscriptDb db, Resource resource, CancellationToken cancellation)
    {
        var last = resource.Revision - KeptRevisions;
        if (last <= 0 || await db.ResourceRevisions.Where(r => r.ResourceId == resource.Id && r.Number <= last).ToListAsync(cancellation) is not { Count: > 0 } old)
        {
            return;
        }

        db.RemoveRange(old);
        await db.SaveChangesAsync(cancellation);
        foreach (var checksum in old.Select(revision => revision.Checksum).Distinct())
        {
            if (!await db.ResourceRevisions.AnyAsync(r => r.Checksum == checksum, cancellation))
            {
                contents.Delete(checksum);
            }
        }
    }

    private static IQueryable<Resource> Chosen(IQueryable<Resource> resources, ResourceFilter filter)
    {
        var chosen = resources;
        if (filter.Tags.Count > 0)
        {
            chosen = filter.Tags.Select(tag => Json.Write(tag)).Select(quoted => resources.Where(r => r.Tags.Contains(quoted))).Aggregate((some, more) => some.Union(more));
        }

        if (filter.Type is { } given)
        {
            var type = Enum.Parse<ResourceType>(given, ignoreCase: true);
            chosen = chosen.Where(r => r.Type == type);
        }

        if (filter.Search?.ToLowerInvariant() is { } text)
        {
            chosen = chosen.Where(r => r.Name.ToLower().Contains(text) || r.Path.ToLower().Contains(text) || r.Description!.ToLower().Contains(text));
        }

        return filter.AuthorType switch
        {
            null => chosen,
            "user" => chosen.Where(r => r.CreatedBy == null),
            "workflow" => chosen.Where(r => r.CreatedBy != null),
            _ => chosen.Where(r => false),
        };
    }

    // Ids are in the order of creation, and settle what is equal.
    private static IQueryable<Resource> Ordered(IQueryable<Resource> resources, string sortBy) => sortBy switch
    {
        "name" => resources.OrderBy(r => r.Name).ThenBy(r => r.Id),
        "size" => resources.OrderByDescending(r => r.Size).ThenByDescending(r => r.Id),
        "updatedAt" => resources.OrderByDescending(r => r.UpdatedAt).ThenByDescending(r => r.Id),
        _ => resources.OrderByDescending(r => r.Id),
    };
}
