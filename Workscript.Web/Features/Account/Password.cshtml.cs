using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Account;

[Authorize(Access.Read)]
public sealed class PasswordModel(UserManager<User> users, SignInManager<User> signIn) : PageModel
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await users.GetUserAsync(User) is not { } user)
        {
            return Challenge();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var result = await users.ChangePasswordAsync(user, Input.Current, Input.Password.Text);
        if (!result.Succeeded)
        {
            NewPassword.Explain(result, ModelState);
            return Page();
        }

        // The change ends every session; this one begins anew.
        await signIn.RefreshSignInAsync(user);
        this.Flash("The password was changed.");
        return RedirectToPage("/Account/Index");
    }

    public sealed class InputModel
    {
        [Required(ErrorMessage = "The present password is missing.")]
        [StringLength(Hosting.SignIn.LongestPassword, ErrorMessage = "No password here is that long.")]
        public string Current { get; set; } = "";

        public NewPassword Password { get; set; } = new();
    }
}
