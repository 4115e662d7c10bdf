using System.Security.Claims;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Api;

/// <summary>Who calls the API: a key, or somebody in a browser.</summary>
internal static class Caller
{
    extension(ClaimsPrincipal user)
    {
        /// <summary>The name to keep beside what was done.</summary>
        public string? Actor => user.Identity?.Name;

        public TriggerKind Trigger => user.Identity?.AuthenticationType == ApiKeyAuthentication.SchemeName ? TriggerKind.Api : TriggerKind.Manual;
    }
}
