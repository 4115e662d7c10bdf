using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;
using Workscript.Web.Hosting;

namespace Workscript.Web.Features.Settings.Users;

[Authorize(Access.Admin)]
public sealed class IndexModel(WorkscriptDb db, UserManager<User> users, TimeProvider clock) : PageModel
{
    private const int MostShown = 500;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<UserRow> People { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellation) => LoadAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!ModelState.IsValid || !await TryAddAsync())
        {
            await LoadAsync(cancellation);
            return Page();
        }

        this.Flash($"{Input.Email} can sign in now, as {Input.Role}.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRoleAsync(Guid id, string role)
    {
        if (!Role.All.Contains(role))
        {
            return BadRequest();
        }

        if (await users.FindByIdAsync(id.ToString()) is not { } user)
        {
            return NotFound();
        }

        if (role != Role.Owner && await IsLastOwnerAsync(user))
        {
            this.FlashProblem($"{user.Email} is the only owner. Make somebody else an owner first.");
            return RedirectToPage();
        }

        await users.RemoveFromRolesAsync(user, await users.GetRolesAsync(user));
        await users.AddToRoleAsync(user, role);
        // Sessions that still carry the old role end.
        await users.UpdateSecurityStampAsync(user);
        this.Flash($"{user.Email} is {role} now.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id)
    {
        if (await users.FindByIdAsync(id.ToString()) is not { } user)
        {
            return NotFound();
        }

        if (await IsLastOwnerAsync(user))
        {
            this.FlashProblem($"{user.Email} is the only owner and cannot be removed.");
            return RedirectToPage();
        }

        await users.DeleteAsync(user);
        this.Flash($"{user.Email} is removed and can no longer sign in.");
        return RedirectToPage();
    }

    private async Task<bool> TryAddAsync()
    {
        var user = Data.User.Create(Input.Email.Trim(), clock.GetUtcNow().UtcDateTime);
        var created = await users.CreateAsync(user, Input.Password);
        foreach (var error in created.Errors)
        {
            var field = error.Code.StartsWith("Password", StringComparison.Ordinal) ? nameof(Input.Password) : nameof(Input.Email);
            ModelState.AddModelError($"{nameof(Input)}.{field}", error.Description);
        }

        if (created.Succeeded)
        {
            await users.AddToRoleAsync(user, Input.Role);
        }

        return created.Succeeded;
    }

    private async Task<bool> IsLastOwnerAsync(User user) =>
        await users.IsInRoleAsync(user, Role.Owner) && (await users.GetUsersInRoleAsync(Role.Owner)).Count == 1;

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var people =
            from user in db.Users
            join held in db.UserRoles on user.Id equals held.UserId
            join role in db.Roles on held.RoleId equals role.Id
            orderby user.Email
            select new UserRow(user.Id, user.Email!, user.DisplayName, role.Name!, user.CreatedAt, user.LastSignInAt);
        People = await people.Take(MostShown).ToListAsync(cancellation);
    }

    public sealed class InputModel
    {
        [Required(ErrorMessage = "An e-mail address is needed to sign in.")]
        [EmailAddress(ErrorMessage = "That is not an e-mail address.")]
        [StringLength(WorkscriptDb.MaxActor, ErrorMessage = "At most {1} characters.")]
        public string Email { get; set; } = "";

        [Required(ErrorMessage = "A first password is needed. They can change it under Account.")]
        [DataType(DataType.Password)]
        public string Password { get; set; } = "";

        [AllowedValues(Data.Role.Owner, Data.Role.Editor, Data.Role.Viewer, ErrorMessage = "There is no such role.")]
        public string Role { get; set; } = Data.Role.Editor;
    }
}

public sealed record UserRow(Guid Id, string Email, string DisplayName, string Role, DateTime CreatedAt, DateTime? LastSignInAt);
