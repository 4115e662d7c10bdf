using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Account;

/// <summary>Switches between light and dark: in a cookie, so that the door has it too, and with the account, so that another browser does.</summary>
[AllowAnonymous]
public sealed class ThemeModel(UserManager<User> users) : PageModel
{
    public IActionResult OnGet() => Redirect("/account");

    public async Task<IActionResult> OnPostAsync(Theme theme, string? returnUrl)
    {
        HttpContext.Keep(theme);
        if (await users.GetUserAsync(User) is { } user)
        {
            user.Choose(theme);
            await users.UpdateAsync(user);
        }

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
