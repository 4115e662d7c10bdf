using Microsoft.AspNetCore.Identity;

namespace Workscript.Web.Hosting;

/// <summary>What accounts and passwords are refused with, in our words.</summary>
internal sealed class SignInWords : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) => Error(nameof(PasswordTooShort), $"A password needs at least {length} characters.");

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Error(nameof(PasswordRequiresUniqueChars), $"A password needs at least {uniqueChars} different characters.");

    public override IdentityError PasswordMismatch() => Error(nameof(PasswordMismatch), "That is not the present password.");

    public override IdentityError DuplicateEmail(string email) => Error(nameof(DuplicateEmail), $"There is an account with the address {email} already.");

    public override IdentityError DuplicateUserName(string userName) => Error(nameof(DuplicateUserName), DuplicateEmail(userName).Description);

    public override IdentityError InvalidEmail(string? email) => Error(nameof(InvalidEmail), $"'{email}' is no e-mail address.");

    private static IdentityError Error(string code, string description) => new() { Code = code, Description = description };
}
