using System.Diagnostics;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>
/// Ends this process, which runs a script, in the middle of whatever it does: when it takes more memory than its heap explains (some calls have
/// buffers outside), and when it works on although nobody is left who would have killed it.
/// </summary>
internal sealed class ScriptWatch : IDisposable
{
    private const long MostBytes = 44 * 1024 * 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);
    private static readonly long BytesAtFirst = Environment.WorkingSet;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _longest;
    private readonly Timer _timer;

    public ScriptWatch(TimeSpan timeout)
    {
        _longest = timeout + Grace;
        _timer = new(_ => Look(), null, Period, Period);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (Environment.WorkingSet - BytesAtFirst > MostBytes || Stopwatch.GetElapsedTime(_started) > _longest)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
