using System.Security.Claims;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Shared;

/// <summary>What whoever is looking may do, and how their pages look.</summary>
public static class Visitor
{
    public const string ThemeCookie = "theme";

    extension(ClaimsPrincipal user)
    {
        public bool IsOwner => user.IsInRole(Role.Owner);

        public bool MayEdit => user.IsInRole(Role.Owner) || user.IsInRole(Role.Editor);

        public string RoleWord => Role.All.FirstOrDefault(user.IsInRole) ?? "";
    }

    extension(HttpContext context)
    {
        public Theme Theme() => Enum.TryParse<Theme>(context.Request.Cookies[ThemeCookie], true, out var theme) && Enum.IsDefined(theme) ? theme : Data.Theme.System;
    }
}
