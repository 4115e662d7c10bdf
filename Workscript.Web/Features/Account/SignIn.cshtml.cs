using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Account;

[AllowAnonymous]
public sealed class SignInModel(PasswordSignIn signIn, SetupLink setup) : PageModel
{
    // One text for all that can be wrong, so that it tells nobody who has an account here.
    private const string Refused =
        "That e-mail address and password do not match, or there were too many attempts. Check both, or try again later: "
        + "five wrong passwords close an account for 15 minutes.";

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Whether there is nobody yet who could sign in.</summary>
    public bool IsNew { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        IsNew = await setup.IsOpenAsync(cancellation);
        return User.Identity is { IsAuthenticated: true } ? Away() : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await signIn.TryAsync(Input.Email, Input.Password, Input.Remember) is not { } user)
        {
            ModelState.AddModelError("", Refused);
            return Page();
        }

        HttpContext.Keep(user.Theme);
        return Away();
    }

    private LocalRedirectResult Away() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");

    public sealed class InputModel
    {
        [Required(ErrorMessage = "Say which account.")]
        [StringLength(256)]
        public string Email { get; set; } = "";

        [Required(ErrorMessage = "The password is missing.")]
        [StringLength(Hosting.SignIn.LongestPassword, ErrorMessage = "No password here is that long.")]
        public string Password { get; set; } = "";

        public bool Remember { get; set; }
    }
}
