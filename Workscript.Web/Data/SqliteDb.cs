using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Workscript.Web.Data;

public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : WorkscriptDb(options)
{
    /// <summary>For dotnet-ef, which needs a model and no database.</summary>
    internal sealed class Design : IDesignTimeDbContextFactory<SqliteDb>
    {
        public SqliteDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
    }
}
