using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workscript.Web.Data;

/// <summary>How a workflow's runs of one day ended, counted when they were there: it outlives them.</summary>
public sealed class RunDay
{
    /// <summary>The one for all workflows together. No workflow's id is empty.</summary>
    public const string Everything = "";

    /// <summary>The day, in UTC, on which the runs were accepted.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>A workflow's id, or <see cref="Everything"/>.</summary>
    public required string WorkflowId { get; init; }

    public int Completed { get; set; }

    public int Failed { get; set; }

    public int Cancelled { get; set; }

    /// <summary>How long those took that completed or failed, together.</summary>
    public long Milliseconds { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<RunDay>
    {
        public void Configure(EntityTypeBuilder<RunDay> day)
        {
            day.ToTable("RunDays");
            day.HasKey(d => new { d.WorkflowId, d.Day });
            day.Property(d => d.WorkflowId).HasMaxLength(Workflow.MaxId).IsUnicode(false);
            day.HasIndex(d => d.Day);
        }
    }
}
