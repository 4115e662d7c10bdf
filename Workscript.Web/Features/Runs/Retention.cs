using Workscript.Engine.Definitions;
using Workscript.Engine.Values;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Runs;

/// <summary>How long, and how many of, the runs that are over are kept. What is null is not limited.</summary>
public sealed record Retention(TimeSpan? Age, TimeSpan? FailedAge, int? Runs, int? Megabytes)
{
    public const string AgeSetting = "Retention:Age";
    public const string FailedAgeSetting = "Retention:FailedAge";
    public const string RunsSetting = "Retention:Runs";
    public const string MegabytesSetting = "Retention:Megabytes";

    private static readonly TimeSpan UsualAge = TimeSpan.FromDays(30);
    private static readonly TimeSpan UsualFailedAge = TimeSpan.FromDays(90);

    /// <summary>What counts where a workflow says nothing else; the megabytes are those of the whole database, or on MySQL of its runs.</summary>
    public static Retention From(IConfiguration configuration)
    {
        var age = AgeFrom(configuration, AgeSetting, UsualAge);
        return new(
            age, AgeFrom(configuration, FailedAgeSetting, Longer(age, UsualFailedAge)), CountFrom(configuration, RunsSetting), CountFrom(configuration, MegabytesSetting));
    }

    /// <summary>What counts for a workflow with settings of its own. Failures are kept at least as long as the rest, unless it says so.</summary>
    public Retention With(KeepSettings own)
    {
        var age = own.Age ?? Age;
        return new(age, own.FailedAge ?? Longer(age, FailedAge), own.Runs, own.Megabytes);
    }

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one is null || other is null ? null : one > other ? one : other;

    private static TimeSpan? AgeFrom(IConfiguration configuration, string setting, TimeSpan? otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        "forever" => null,
        var text => Duration.TryParse(text) ?? throw new SettingException($"{setting} is '{text}': it must be a duration such as 30d or 12h, or forever."),
    };

    private static int? CountFrom(IConfiguration configuration, string setting) => configuration[setting] switch
    {
        null or "" => null,
        var text when int.TryParse(text, out var count) && count >= 1 => count,
        var text => throw new SettingException($"{setting} is '{text}': it must be a whole number, 1 or more."),
    };
}
