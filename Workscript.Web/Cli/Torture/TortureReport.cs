using System.Globalization;
using System.Text;

namespace Workscript.Web.Cli.Torture;

/// <summary>What torture came to: what was done, and what should all be nothing.</summary>
internal sealed class TortureReport
{
    public int Rounds { get; set; }

    public int DatabaseKills { get; set; }

    public TimeSpan Elapsed { get; set; }

    public int Accepted { get; set; }

    /// <summary>How often a run was taken over from a killed server.</summary>
    public int Recovered { get; set; }

    public int Records { get; set; }

    public int Calls { get; set; }

    /// <summary>Steps that were cut off in the middle of a call that may not be repeated, and took their error edge.</summary>
    public int Interrupted { get; set; }

    /// <summary>Accepted runs that are not there.</summary>
    public int Lost { get; set; }

    /// <summary>Runs beyond one for each key.</summary>
    public int Doubled { get; set; }

    public int Unfinished { get; set; }

    /// <summary>Runs that did not end as they should have.</summary>
    public int Wrong { get; set; }

    /// <summary>Steps that were executed again after they were recorded, or recorded twice.</summary>
    public int Repeated { get; set; }

    /// <summary>Recorded calls that never arrived.</summary>
    public int Missing { get; set; }

    /// <summary>Runs with a hole in their records.</summary>
    public int Gaps { get; set; }

    /// <summary>Steps that are still noted as begun.</summary>
    public int LeftOpen { get; set; }

    public bool Holds => Accepted > 0 && Lost + Doubled + Unfinished + Wrong + Repeated + Missing + Gaps + LeftOpen == 0;

    public override string ToString()
    {
        var text = new StringBuilder();
        Row(text, "server killed", Rounds);
        Row(text, "database killed", DatabaseKills);
        Row(text, "runs accepted", Accepted);
        Row(text, "runs taken over", Recovered);
        Row(text, "steps recorded", Records);
        Row(text, "calls arrived", Calls);
        Row(text, "steps in doubt, ended as INTERRUPTED", Interrupted);
        Row(text, "seconds", (int)Elapsed.TotalSeconds);
        text.AppendLine();
        Row(text, "accepted runs lost", Lost);
        Row(text, "runs started twice", Doubled);
        Row(text, "runs not finished", Unfinished);
        Row(text, "runs with a wrong end", Wrong);
        Row(text, "recorded steps repeated", Repeated);
        Row(text, "recorded calls that never arrived", Missing);
        Row(text, "runs with a gap in their records", Gaps);
        Row(text, "steps left open", LeftOpen);
        return text.Append(Holds ? "\nAll of it holds." : "\nIt does NOT hold.").ToString();
    }

    private static void Row(StringBuilder text, string what, int count) => text.AppendLine(CultureInfo.InvariantCulture, $"{what,-38} {count,12:#,0}");
}
