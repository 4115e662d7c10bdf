using Microsoft.AspNetCore.ResponseCompression;

namespace Workscript.Web.Hosting;

internal static class Compression
{
    // Over https as well: what of our answers is secret, the antiforgery token, looks different each time, so their lengths tell nothing.
    // Event streams are not among the default types, and must not be: compression would hold events back.
    public static IServiceCollection AddCompression(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "application/schema+json", "image/svg+xml"];
    });
}
