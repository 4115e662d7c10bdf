using System.Security.Claims;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Shared;

/// <summary>What whoever is looking may do, and how their pages look.</summary>
public static class Visitor
{
    public const string ThemeCookie = "theme";

    extension(ClaimsPrincipal user)
    {
        public bool IsOwner => user.May(ApiKeyScope.Admin);

        public bool MayEdit => user.May(ApiKeyScope.Write);

        public string RoleWord => Role.All.FirstOrDefault(user.IsInRole) ?? "";
    }

    extension(HttpContext context)
    {
        /// <summary>Has the pages in this browser look so, the door included.</summary>
        public void Keep(Theme theme) => context.Response.Cookies.Append(ThemeCookie, theme.ToString().ToLowerInvariant(), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });

        public Theme Theme() => Enum.TryParse<Theme>(context.Request.Cookies[ThemeCookie], true, out var theme) && Enum.IsDefined(theme) ? theme : Data.Theme.System;
    }
}
