using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>What nobody foresaw: logged once with the id that the visitor sees, who sees no more than that.</summary>
internal sealed partial class UnexpectedErrors(ILogger<UnexpectedErrors> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        // The request's own is by now that of the page that would be shown in its place.
        var path = http.Features.GetRequiredFeature<IExceptionHandlerPathFeature>().Path;
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (DatabaseCause.IsAway(exception))
        {
            LogAway(http.Request.Method, path, exception.GetBaseException().Message);
        }
        else if (exception is not BadHttpRequestException)
        {
            LogUnexpected(exception, http.Request.Method, path, http.TraceIdentifier);
        }

        if (!Requests.IsApi(path))
        {
            return false;
        }

        await Describe(http, exception).ExecuteAsync(http);
        return true;
    }

    private static IResult Describe(HttpContext http, Exception exception)
    {
        if (exception is BadHttpRequestException bad)
        {
            return Problems.Of(bad.StatusCode, Problems.Explain(bad));
        }

        if (DatabaseCause.IsAway(exception))
        {
            var reason = exception is DatabaseAwayException ? exception.Message : "The database does not answer";
            return Problems.Unavailable(http, $"{reason}. Try again in a moment.", "DATABASE_ERROR");
        }

        // Of this one run everybody may know what is wrong, and that no other is.
        var what = exception is DamagedRecordException damaged ? $"{damaged.Message}." : "Something went wrong here.";
        var problem = Problems.Of(StatusCodes.Status500InternalServerError, $"{what} The server's log tells more, under {http.TraceIdentifier}.");
        problem.ProblemDetails.Extensions["errorId"] = http.TraceIdentifier;
        return problem;
    }

    [LoggerMessage(1102, LogLevel.Warning, "{Method} {Path} could not be answered, for the database does not: {Reason}")]
    private partial void LogAway(string method, string path, string reason);

    [LoggerMessage(1101, LogLevel.Error, "{Method} {Path} failed unexpectedly, error id {ErrorId}")]
    private partial void LogUnexpected(Exception exception, string method, string path, string errorId);
}
