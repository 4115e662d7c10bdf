using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Workscript.Web.Data;

public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : WorkscriptDb(options)
{
    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        // The few reports of a long run, without a look at its other records. MySQL knows no index of some rows, and reads along its key.
        model.Entity<RunRecord>().HasIndex(r => new { r.RunId, r.Sequence }, "IX_RunRecords_Reports").HasFilter($"\"Node\" = '{RunRecord.ReportNode}'");
    }

    /// <summary>For dotnet-ef, which needs a model and no database.</summary>
    internal sealed class Design : IDesignTimeDbContextFactory<SqliteDb>
    {
        public SqliteDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
    }
}
