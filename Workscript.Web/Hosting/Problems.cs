using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;

namespace Workscript.Web.Hosting;

/// <summary>Problem details (RFC 9457): what the API answers in place of a result, always and only.</summary>
public static class Problems
{
    private const string RequestTooLarge = "The request's body is larger than this server takes.";

    /// <summary>A problem that programs tell from others by its code.</summary>
    public static ProblemHttpResult Of(int status, string detail, string code)
    {
        var problem = Of(status, detail);
        problem.ProblemDetails.Extensions["code"] = code;
        return problem;
    }

    /// <summary>A problem, with what was found in the body where something in it is wrong.</summary>
    public static ProblemHttpResult Of(int status, string detail, IEnumerable<Diagnostic>? findings = null)
    {
        var problem = new ProblemDetails { Type = "about:blank", Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail };
        if (findings is not null)
        {
            problem.Extensions["errors"] = findings.ToArray();
        }

        return TypedResults.Problem(problem);
    }

    /// <summary>Something that will be possible again, and then may be asked for once more.</summary>
    public static ProblemHttpResult Unavailable(HttpContext context, string detail, string code)
    {
        context.Response.Headers.RetryAfter = "10";
        return Of(StatusCodes.Status503ServiceUnavailable, detail, code);
    }

    internal static IServiceCollection AddProblems(this IServiceCollection services) => services
        .AddExceptionHandler<UnexpectedErrors>()
        // So that the answer says what could not be read.
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

    /// <summary>What an endpoint answered with a bare status gets a body: problem details for the API, a page in the frame for people.</summary>
    internal static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = _ => true,
        })
        .UseWhen(http => http.Request.IsApi(), api => api.UseStatusCodePages(DescribeAsync))
        .UseWhen(http => !http.Request.IsApi() && !http.Request.IsHtmx(), pages => pages.UseStatusCodePagesWithReExecute("/error/{0}"));

    internal static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when DatabaseCause.IsAway(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>What is wrong with a request that could not be read.</summary>
    internal static string Explain(BadHttpRequestException exception) =>
        exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? RequestTooLarge : exception.Message;

    private static Task DescribeAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return Of(status, status switch
        {
            StatusCodes.Status401Unauthorized => "Send an API key as 'Authorization: Bearer wsk_...', or sign in.",
            StatusCodes.Status403Forbidden => "The API key's scope, or the account's role, does not reach this far.",
            StatusCodes.Status404NotFound => "There is nothing here.",
            StatusCodes.Status405MethodNotAllowed => $"This address does not take {context.HttpContext.Request.Method}.",
            StatusCodes.Status413PayloadTooLarge => RequestTooLarge,
            StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
            _ => ReasonPhrases.GetReasonPhrase(status),
        }).ExecuteAsync(context.HttpContext);
    }
}
