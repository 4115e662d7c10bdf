using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Nodes;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.NodeHosting;

/// <summary>
/// Data tables in the server's database. Which records match is found out here; the database narrows the choice to the record with the id, or to those
/// in whose text the wanted texts appear.
/// </summary>
public sealed class StoredTables(NodeDatabase database, TimeProvider time) : DataTables
{
    private const int RowsAtOnce = 200;
    private const long MostCharacters = 32L << 20;
    private const int DeletedAtOnce = 500;

    public override async Task InsertAsync(string table, ValueMap record, StepOfRun by, CancellationToken cancellation)
    {
        var key = KeyOf(record["id"]);
        var name = NameOf(table);
        var json = StoredText.Of(record, "The record");
        await database.ChangeAsync(by, async db =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            var replaced = await db.TableRows.Where(r => r.Table == name && r.Key == key).ExecuteUpdateAsync(
                row => row.SetProperty(r => r.Json, json).SetProperty(r => r.UpdatedAt, now).SetProperty(r => r.Version, r => r.Version + 1), cancellation);
            if (replaced == 0)
            {
                db.TableRows.Add(TableRow.Create(name, key, json, now));
                await db.SaveChangesAsync(cancellation);
            }

            return Value.Null;
        }, cancellation);
    }

    public override Task<ValueList> ListAsync(string table, RecordQuery query, int offset, int limit, CancellationToken cancellation) =>
        database.UseAsync(async db =>
        {
            var found = new List<Value>();
            await foreach (var (_, record) in MatchesAsync(db, table, query, offset, cancellation))
            {
                found.Add(record);
                if (found.Count == limit)
                {
                    break;
                }
            }

            return ValueList.Of(found);
        }, cancellation);

    public override async Task<int> UpdateAsync(string table, RecordQuery query, ValueMap changes, StepOfRun by, CancellationToken cancellation)
    {
        var count = await database.ChangeAsync(
            by,
            db => OverlayAsync(db, table, query, changes, cancellation),
            async (db, changed) =>
            {
                await db.SaveChangesAsync(cancellation);
                return changed;
            },
            cancellation);
        return (int)count.AsDouble;
    }

    public override async Task<int> DeleteAsync(string table, RecordQuery query, StepOfRun by, CancellationToken cancellation)
    {
        var count = await database.ChangeAsync(
            by,
            db => MatchesAsync(db, table, query, 0, cancellation).Select(match => match.Row.Number).ToListAsync(cancellation).AsTask(),
            async (db, numbers) =>
            {
                var deleted = 0;
                foreach (var some in numbers.Chunk(DeletedAtOnce))
                {
                    deleted += await db.TableRows.Where(r => some.Contains(r.Number)).ExecuteDeleteAsync(cancellation);
                }

                return deleted;
            },
            cancellation);
        return (int)count.AsDouble;
    }

    private async Task<int> OverlayAsync(WorkscriptDb db, string table, RecordQuery query, ValueMap changes, CancellationToken cancellation)
    {
        var count = 0;
        var now = time.GetUtcNow().UtcDateTime;
        await foreach (var (row, record) in MatchesAsync(db, table, query, 0, cancellation))
        {
            db.Attach(row);
            row.Write(StoredText.Of(Overlaid(record, changes), "The record"), now);
            count++;
        }

        return count;
    }

    private static async IAsyncEnumerable<(TableRow Row, ValueMap Record)> MatchesAsync(
        WorkscriptDb db, string table, RecordQuery query, int offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (passed, characters) = (0, 0L);
        await foreach (var row in ReadAsync(Narrowed(db, NameOf(table), query), cancellation))
        {
            var record = Json.Read(row.Json).AsMap!;
            if (!query.Matches(record) || passed++ < offset)
            {
                continue;
            }

            characters += row.Json.Length;
            if (characters > MostCharacters)
            {
                throw new NodeException("TOO_LARGE", $"These records have more than {MostCharacters >> 20} million characters: ask for fewer, by query or limit");
            }

            yield return (row, record);
        }
    }

    private static async IAsyncEnumerable<TableRow> ReadAsync(IQueryable<TableRow> rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var last = 0L; ;)
        {
            var page = await rows.Where(r => r.Number > last).OrderBy(r => r.Number).Take(RowsAtOnce).ToListAsync(cancellation);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < RowsAtOnce)
            {
                yield break;
            }

            last = page[^1].Number;
        }
    }

    private static IQueryable<TableRow> Narrowed(WorkscriptDb db, string table, RecordQuery query)
    {
        var rows = db.TableRows.AsNoTracking().Where(r => r.Table == table);
        if (!query.Id.IsMissing)
        {
            var key = KeyOf(query.Id);
            return rows.Where(r => r.Key == key);
        }

        foreach (var (name, value) in query.Fields)
        {
            if (value.IsText && name.AsSpan().IndexOfAny('.', '[') < 0)
            {
                var member = Json.Write(ValueMap.Of(name, value))[1..^1];
                rows = rows.Where(r => r.Json.Contains(member));
            }
        }

        return rows;
    }

    private static ValueMap Overlaid(ValueMap record, ValueMap changes)
    {
        var overlaid = ValueMap.Builder.From(record);
        foreach (var (name, value) in changes)
        {
            overlaid.Set(name, value);
        }

        return overlaid.Build();
    }

    private static string NameOf(string table) => StoredText.Key(table, TableRow.MaxTable, "The table's name");

    private static string KeyOf(Value id) => StoredText.Key(Json.Write(id), TableRow.MaxKey, "The id");
}
