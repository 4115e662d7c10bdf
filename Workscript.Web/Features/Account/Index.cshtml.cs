using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Account;

/// <summary>One's own account.</summary>
[Authorize(Access.Read)]
public sealed class IndexModel(UserManager<User> users) : PageModel
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync()
    {
        if (await users.GetUserAsync(User) is not { } user)
        {
            return Challenge();
        }

        Input.Name = user.DisplayName;
        return Page();
    }

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

        user.Rename(Input.Name);
        await users.UpdateAsync(user);
        this.Flash("Saved.");
        return RedirectToPage();
    }

    public sealed class InputModel
    {
        [Required(ErrorMessage = "What should others call you?")]
        [StringLength(Data.User.MaxDisplayName, ErrorMessage = "At most {1} characters.")]
        public string Name { get; set; } = "";
    }
}
