using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Workscript.Web.Data;

/// <summary>The database. Two subclasses, one for each product it may be kept in, have the migrations.</summary>
public abstract class WorkscriptDb(DbContextOptions options) : IdentityDbContext<User, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    /// <summary>Characters of the name of whoever did something: an e-mail address, or the name of an API key.</summary>
    public const int MaxActor = 256;

    private const int MostTries = 10;

    public DbSet<Workflow> Workflows => Set<Workflow>();

    public DbSet<WorkflowVersion> WorkflowVersions => Set<WorkflowVersion>();

    public DbSet<WorkflowDraft> WorkflowDrafts => Set<WorkflowDraft>();

    public DbSet<DraftChange> DraftChanges => Set<DraftChange>();

    public DbSet<Run> Runs => Set<Run>();

    public DbSet<RunRecord> RunRecords => Set<RunRecord>();

    public DbSet<OpenStep> OpenSteps => Set<OpenStep>();

    public DbSet<RunSnapshot> RunSnapshots => Set<RunSnapshot>();

    public DbSet<RunLabel> RunLabels => Set<RunLabel>();

    public DbSet<RunText> RunTexts => Set<RunText>();

    public DbSet<UnindexedRun> UnindexedRuns => Set<UnindexedRun>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<Receipt> Receipts => Set<Receipt>();

    public DbSet<Instance> Instances => Set<Instance>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<TableRow> TableRows => Set<TableRow>();

    public DbSet<StoredValue> StoredValues => Set<StoredValue>();

    public DbSet<Resource> Resources => Set<Resource>();

    public DbSet<ResourceRevision> ResourceRevisions => Set<ResourceRevision>();

    public DbSet<SeenItem> SeenItems => Set<SeenItem>();

    public DbSet<RunDay> RunDays => Set<RunDay>();

    public DbSet<StoredSetting> Settings => Set<StoredSetting>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Saves. Of two who save in each other's way a database lets one go first and refuses the other, who then tries again.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        NoteEndedRuns();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            }
            catch (Exception e) when (DatabaseCause.Of(e) is { IsTransient: true } && tries < MostTries && Database.CurrentTransaction is null)
            {
                await Task.Delay(Random.Shared.Next(5, 50), cancellationToken);
            }
        }
    }

    /// <summary>
    /// Does work in a transaction. The first failure is the one that tells: SQLite goes back by itself when its disk is full, as does a server whose connection broke,
    /// and then both complain of whoever does so once more.
    /// </summary>
    public async Task<T> InTransactionAsync<T>(Func<IDbContextTransaction, Task<T>> work, CancellationToken cancellation)
    {
        var transaction = await Database.BeginTransactionAsync(cancellation);
        T result;
        try
        {
            result = await work(transaction);
            await transaction.CommitAsync(cancellation);
        }
        catch
        {
            await transaction.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await transaction.DisposeAsync();
        return result;
    }

    private void NoteEndedRuns()
    {
        var ended = ChangeTracker.Entries<Run>()
            .Where(run => run.Entity.IsFinal && (run.State == EntityState.Added || (run.State == EntityState.Modified && run.Property(r => r.Status).IsModified)))
            .Select(run => run.Entity.Id)
            .ToList();
        AddRange(ended.Select(id => new UnindexedRun { RunId = id }));
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();
        conventions.Properties<RunStatus>().HaveConversion<EnumText<RunStatus>>().HaveMaxLength(16).AreUnicode(false);
        conventions.Properties<StepStatus>().HaveConversion<EnumText<StepStatus>>().HaveMaxLength(16).AreUnicode(false);
        conventions.Properties<TriggerKind>().HaveConversion<EnumText<TriggerKind>>().HaveMaxLength(24).AreUnicode(false);
        conventions.Properties<OpenKind>().HaveConversion<EnumText<OpenKind>>().HaveMaxLength(16).AreUnicode(false);
        conventions.Properties<ApiKeyScope>().HaveConversion<EnumText<ApiKeyScope>>().HaveMaxLength(16).AreUnicode(false);
        conventions.Properties<ResourceType>().HaveConversion<EnumText<ResourceType>>().HaveMaxLength(16).AreUnicode(false);
        conventions.Properties<Theme>().HaveConversion<EnumText<Theme>>().HaveMaxLength(16).AreUnicode(false);
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        NameIdentityTables(model);
        model.ApplyConfiguration(new User.Mapping());
        model.ApplyConfiguration(new Workflow.Mapping());
        model.ApplyConfiguration(new WorkflowVersion.Mapping());
        model.ApplyConfiguration(new WorkflowDraft.Mapping());
        model.ApplyConfiguration(new DraftChange.Mapping());
        model.ApplyConfiguration(new Run.Mapping());
        model.ApplyConfiguration(new RunRecord.Mapping());
        model.ApplyConfiguration(new OpenStep.Mapping());
        model.ApplyConfiguration(new RunSnapshot.Mapping());
        model.ApplyConfiguration(new RunLabel.Mapping());
        model.ApplyConfiguration(new RunText.Mapping());
        model.ApplyConfiguration(new UnindexedRun.Mapping());
        model.ApplyConfiguration(new SavedView.Mapping());
        model.ApplyConfiguration(new Receipt.Mapping());
        model.ApplyConfiguration(new Instance.Mapping());
        model.ApplyConfiguration(new ApiKey.Mapping());
        model.ApplyConfiguration(new TableRow.Mapping());
        model.ApplyConfiguration(new StoredValue.Mapping());
        model.ApplyConfiguration(new Resource.Mapping());
        model.ApplyConfiguration(new ResourceRevision.Mapping());
        model.ApplyConfiguration(new SeenItem.Mapping());
        model.ApplyConfiguration(new RunDay.Mapping());
        model.ApplyConfiguration(new StoredSetting.Mapping());
    }

    private static void NameIdentityTables(ModelBuilder model)
    {
        model.Entity<IdentityRole<Guid>>().ToTable("Roles").HasData(
            Seed("0198f000-0000-7000-8000-000000000001", Role.Owner),
            Seed("0198f000-0000-7000-8000-000000000002", Role.Editor),
            Seed("0198f000-0000-7000-8000-000000000003", Role.Viewer));
        model.Entity<IdentityUserRole<Guid>>().ToTable("UserRoles");
        model.Entity<IdentityUserClaim<Guid>>().ToTable("UserClaims");
        model.Entity<IdentityUserLogin<Guid>>().ToTable("UserLogins");
        model.Entity<IdentityUserToken<Guid>>().ToTable("UserTokens");
        model.Entity<IdentityRoleClaim<Guid>>().ToTable("RoleClaims");
    }

    private static IdentityRole<Guid> Seed(string id, string name) =>
        new(name) { Id = Guid.Parse(id), NormalizedName = name.ToUpperInvariant(), ConcurrencyStamp = id };
}
