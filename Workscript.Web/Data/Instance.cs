using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>
/// A process of the server that works on runs, and with it the lease on the runs that name it as their owner. It renews the row with all that it
/// commits; whoever finds it lapsed deletes it and takes over the runs, and from then on nothing that the process commits is accepted.
/// </summary>
public sealed class Instance
{
    public required string Id { get; init; }

    public required string Host { get; init; }

    public required int ProcessId { get; init; }

    public required DateTime StartedAt { get; init; }

    public DateTime SeenAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Instance>
    {
        public void Configure(EntityTypeBuilder<Instance> instance)
        {
            instance.ToTable("Instances");
            instance.Property(i => i.Id).HasMaxLength(32).IsUnicode(false);
            instance.Property(i => i.Host).HasMaxLength(255);
        }
    }
}
