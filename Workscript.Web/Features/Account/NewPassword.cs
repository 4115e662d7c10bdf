using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Workscript.Web.Features.Account;

/// <summary>A password being chosen, typed twice.</summary>
public sealed class NewPassword
{
    [Required(ErrorMessage = "The password is missing.")]
    [StringLength(Hosting.SignIn.LongestPassword, ErrorMessage = "A password may have at most {1} characters.")]
    public string Text { get; set; } = "";

    [Compare(nameof(Text), ErrorMessage = "The two passwords differ.")]
    public string Again { get; set; } = "";

    /// <summary>Puts each complaint where the field is that it is about.</summary>
    public static void Explain(IdentityResult result, ModelStateDictionary state)
    {
        // The address is the name: what is wrong with the one need not be said of the other.
        foreach (var error in result.Errors.Where(error => error.Code is not (nameof(IdentityErrorDescriber.DuplicateUserName) or nameof(IdentityErrorDescriber.InvalidUserName))))
        {
            state.AddModelError(FieldOf(error.Code), error.Description);
        }
    }

    private static string FieldOf(string code) => code switch
    {
        nameof(IdentityErrorDescriber.PasswordMismatch) => "Input.Current",
        _ when code.StartsWith("Password", StringComparison.Ordinal) => "Input.Password.Text",
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.DuplicateEmail) => "Input.Email",
        _ => "",
    };
}
