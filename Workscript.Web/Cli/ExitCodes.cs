namespace Workscript.Web.Cli;

internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>What was asked for was understood and did not work out.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for, or a file or setting that it named, makes no sense.</summary>
    public const int Invalid = 2;

    /// <summary>Stopped from outside, as shells count it.</summary>
    public const int Stopped = 130;
}
