using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Web.Data;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Account;

/// <summary>The first account.</summary>
[AllowAnonymous]
public sealed class SetupModel(
    SetupLink link, UserManager<User> users, SignInManager<User> signIn, ExampleWorkflows examples, IConfiguration configuration, TimeProvider time) : PageModel
{
    private const string PlainHttpSetting = "Setup:AllowPlainHttp";

    private const string Done = "Workscript is set up already: sign in with your account.";
    private const string WrongLink = "This link is not the one that the server printed when it started. Each start prints a new one: look at its console.";
    private const string PlainHttp =
        "This page came over plain http from another machine, so a password typed here could be read on its way. Open it over https, "
        + "through an SSH tunnel (ssh -L 5080:127.0.0.1:5080 user@server), or on the server itself; "
        + $"or, in a network that you trust, start the server with --{PlainHttpSetting}=true.";

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>Why there is no form.</summary>
    public string? Closed { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellation) => await CloseAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        await link.Gate.WaitAsync(cancellation);
        try
        {
            return await CloseAsync(cancellation) || !ModelState.IsValid || await CreateOwnerAsync() is not { } owner ? Page() : await EnterAsync(owner, cancellation);
        }
        finally
        {
            link.Gate.Release();
        }
    }

    private async Task<bool> CloseAsync(CancellationToken cancellation)
    {
        Closed = await ReasonAsync(cancellation);
        if (Closed is not null)
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        return Closed is not null;
    }

    private async Task<string?> ReasonAsync(CancellationToken cancellation)
    {
        if (!await link.IsOpenAsync(cancellation))
        {
            return Done;
        }

        if (!HttpContext.IsPrivate() && !configuration.GetValue<bool>(PlainHttpSetting))
        {
            return PlainHttp;
        }

        return link.Matches(Token) ? null : WrongLink;
    }

    private async Task<User?> CreateOwnerAsync()
    {
        var user = Data.User.Create(Input.Email, time.GetUtcNow().UtcDateTime);
        var result = await users.CreateAsync(user, Input.Password.Text);
        if (!result.Succeeded)
        {
            NewPassword.Explain(result, ModelState);
            return null;
        }

        await users.AddToRoleAsync(user, Role.Owner);
        return user;
    }

    private async Task<IActionResult> EnterAsync(User owner, CancellationToken cancellation)
    {
        if (Input.AddExamples)
        {
            await examples.AddAsync(owner.Email, cancellation);
        }

        await signIn.SignInAsync(owner, isPersistent: false);
        return LocalRedirect("/");
    }

    public sealed class InputModel
    {
        [Required(ErrorMessage = "Say which e-mail address to sign in with.")]
        [EmailAddress(ErrorMessage = "That is no e-mail address.")]
        [StringLength(256)]
        public string Email { get; set; } = "";

        public NewPassword Password { get; set; } = new();

        public bool AddExamples { get; set; } = true;
    }
}
