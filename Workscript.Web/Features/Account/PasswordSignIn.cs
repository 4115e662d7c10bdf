using Microsoft.AspNetCore.Identity;
using Workscript.Web.Data;

namespace Workscript.Web.Features.Account;

/// <summary>Checks an e-mail address with its password. Whatever is wrong, it takes as long and answers the same: nobody learns who has an account.</summary>
public sealed class PasswordSignIn(SignInManager<User> signIn, UserManager<User> users, IPasswordHasher<User> hasher, TimeProvider time)
{
    /// <summary>Who that is, signed in; or nobody.</summary>
    public async Task<User?> TryAsync(string email, string password, bool remember)
    {
        var user = await users.FindByEmailAsync(email);
        if (user is null || await users.IsLockedOutAsync(user))
        {
            SpendTheTimeOfACheck(password);
            return null;
        }

        if (!(await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true)).Succeeded)
        {
            return null;
        }

        user.SignedIn(time.GetUtcNow().UtcDateTime);
        await users.UpdateAsync(user);
        await signIn.SignInAsync(user, remember);
        return user;
    }

    // Hashing takes what comparing with a hash takes.
    private void SpendTheTimeOfACheck(string password) => hasher.HashPassword(User.Create("nobody", time.GetUtcNow().UtcDateTime), password);
}
