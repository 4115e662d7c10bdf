using System.Text.RegularExpressions;
using Acornima;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Workscript.Web.NodeHosting.Scripts;

/// <summary>What a script's end by an exception means to its author.</summary>
internal static class ScriptFailures
{
    /// <summary>The failure, and whether it leaves the process in a state in which it is not to be asked again.</summary>
    public static (ScriptFailure Failure, bool IsLast) Explain(Exception failure, TimeSpan timeout, int linesBefore) => failure switch
    {
        JavaScriptException thrown => (new(ScriptFailure.Error, Describe(thrown.Error), LineOf(thrown.Location.Start.Line - linesBefore)), false),
        PromiseRejectedException rejected => (new(ScriptFailure.Error, Describe(rejected.RejectedValue), null), false),
        ScriptPreparationException { InnerException: ParseErrorException wrong } => (new(ScriptFailure.Error, $"SyntaxError: {wrong.Description}", LineOf(wrong.LineNumber - linesBefore)), false),
        RegexMatchTimeoutException => (OfLimit("A regular expression took too long"), false),
        TimeoutException => (ScriptFailure.OutOfTime(timeout), false),
        StatementsCountOverflowException => (OfLimit($"The script executed more than {ScriptInterpreter.MostStatements:N0} statements"), false),
        RecursionDepthOverflowException => (OfLimit($"A function of the script called itself more than {ScriptInterpreter.MostRecursion:N0} times deep"), false),
        InsufficientExecutionStackException or ScriptPreparationException => (OfLimit("The script is nested too deeply"), false),
        ScriptLimitException => (OfLimit(failure.Message), false),
        MemoryLimitExceededException or OutOfMemoryException => (ScriptFailure.OutOfMemory, true),
        _ => (new(ScriptFailure.Error, failure.Message, null), true),
    };

    private static ScriptFailure OfLimit(string message) => new(ScriptFailure.Limit, message, null);

    private static int? LineOf(int line) => line > 0 ? line : null;

    /// <summary>As the author threw it: an error by its message, with its name where that says more, anything else as text.</summary>
    private static string Describe(JsValue thrown)
    {
        if (thrown is not JsError error)
        {
            return ScriptConsole.Shortened(ScriptConsole.TextOf(thrown));
        }

        var (name, message) = (error.Get("name").ToString(), error.Get("message").ToString());
        return ScriptConsole.Shortened(name == "Error" ? message : $"{name}: {message}");
    }
}
