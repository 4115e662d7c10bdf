using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Engine.Nodes.Data;
using Workscript.Engine.Values;
using Workscript.Web.Data;
using Workscript.Web.NodeHosting;

namespace Workscript.Web.Features.Tables;

/// <summary>What people do to data tables, under the same limits as steps.</summary>
public sealed class TableChanges(WorkscriptDb db, TimeProvider clock)
{
    private const int MostImported = 50_000;
    private const int WrittenAtOnce = 500;

    /// <summary>Keeps a record; under the number 0 a new one. Answers why not.</summary>
    public async Task<string?> SaveAsync(string table, long number, string text, CancellationToken cancellation)
    {
        try
        {
            if (Json.Read(text).AsMap is not { } record)
            {
                return "A row is one JSON object: {\"name\": \"Ada\"}";
            }

            if (number == 0)
            {
                return await AddAsync(table, WithId(record), cancellation);
            }

            if (await db.TableRows.FirstOrDefaultAsync(r => r.Table == table && r.Number == number, cancellation) is not { } row)
            {
                return "The row was deleted in the meantime.";
            }

            if (KeyOf(record) != row.Key)
            {
                return $"The id of a row stays as it is: {row.Key}";
            }

            row.Write(StoredText.Of(record, "The row"), clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return "Somebody changed the row in this very moment. Look at it again.";
        }
        catch (Exception e) when (e is NodeException or System.Text.Json.JsonException or FormatException)
        {
            return e.Message;
        }
    }

    /// <summary>Puts the rows of a CSV text into the table; a row with an id that is there replaces that one. All of them, or none and why.</summary>
    public async Task<(int Count, string? Problem)> ImportAsync(string table, string text, CancellationToken cancellation)
    {
        try
        {
            var head = text.Split('\n', 2)[0];
            var delimiter = head.Count(c => c == ';') > head.Count(c => c == ',') ? ';' : ',';
            var rows = CsvTable.Read(text, new(delimiter, true, null) { Typed = true, AllowsShortRows = true }).Items;
            if (rows.Count > MostImported)
            {
                return (0, $"The file has {rows.Count:N0} rows; at most {MostImported:N0} are imported at once.");
            }

            var records = rows.Select(row => WithId(row.AsMap!)).GroupBy(KeyOf, StringComparer.Ordinal).Select(same => (Key: same.Key, Json: StoredText.Of(same.Last(), "A row"))).ToList();
            await db.InTransactionAsync(async _ =>
            {
                foreach (var some in records.Chunk(WrittenAtOnce))
                {
                    await WriteAsync(table, some, cancellation);
                }

                return true;
            }, cancellation);
            return (records.Count, null);
        }
        catch (Exception e) when (e is CsvException or NodeException)
        {
            return (0, e.Message);
        }
    }

    private async Task<string?> AddAsync(string table, ValueMap record, CancellationToken cancellation)
    {
        var key = KeyOf(record);
        if (await db.TableRows.AnyAsync(r => r.Table == table && r.Key == key, cancellation))
        {
            return $"There is already a row with the id {key}.";
        }

        db.TableRows.Add(TableRow.Create(table, key, StoredText.Of(record, "The row"), clock.GetUtcNow().UtcDateTime));
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    private async Task WriteAsync(string table, (string Key, string Json)[] records, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        string[] keys = [.. records.Select(r => r.Key)];
        var known = await db.TableRows.Where(r => r.Table == table && keys.Contains(r.Key)).ToDictionaryAsync(r => r.Key, StringComparer.Ordinal, cancellation);
        foreach (var (key, json) in records)
        {
            if (known.TryGetValue(key, out var row))
            {
                row.Write(json, now);
            }
            else
            {
                db.TableRows.Add(TableRow.Create(table, key, json, now));
            }
        }

        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    /// <summary>As a step makes it: a record without an id gets one, and each says when it was made.</summary>
    private ValueMap WithId(ValueMap record)
    {
        var whole = record["id"] is { IsNumber: true } or { AsText.Length: > 0 } ? record : ValueMap.Of("id", Guid.CreateVersion7().ToString("N"));
        if (!ReferenceEquals(whole, record))
        {
            foreach (var (name, value) in record.Without("id"))
            {
                whole = whole.With(name, value);
            }
        }

        return whole.Contains("createdAt") ? whole : whole.With("createdAt", DateText.Of(clock.GetUtcNow()));
    }

    private static string KeyOf(ValueMap record) => StoredText.Key(Json.Write(record["id"]), TableRow.MaxKey, "The id");
}
