using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Workscript.Web.Data;

public sealed class MySqlDb(DbContextOptions<MySqlDb> options) : WorkscriptDb(options)
{
    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        // Binary collations: texts are the same, and in the same order, exactly where they are so in SQLite.
        model.HasCharSet("utf8mb4", DelegationModes.ApplyToAll).UseCollation("utf8mb4_bin", DelegationModes.ApplyToAll);
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(p => p.IsUnicode() == false))
        {
            property.SetCharSet("ascii");
            property.SetCollation("ascii_bin");
        }
    }

    /// <summary>For dotnet-ef, which needs a model and no database.</summary>
    internal sealed class Design : IDesignTimeDbContextFactory<MySqlDb>
    {
        public MySqlDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<MySqlDb>().UseMySql("Server=localhost", ServerVersion.Parse(DatabaseSettings.DefaultServerVersion)).Options);
    }
}
