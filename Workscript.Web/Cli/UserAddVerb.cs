using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Workscript.Engine.Definitions;
using Workscript.Web.Data;

namespace Workscript.Web.Cli;

/// <summary>Makes an account, also while the server runs.</summary>
internal sealed class UserAddVerb : Verb
{
    public override string Name => "user add";

    public override string Summary => "makes an account; reads the password from standard input, or asks for it";

    public override string Operands => "EMAIL";

    public override IReadOnlyList<VerbOption> Options { get; } =
    [
        new("role", "owner|editor|viewer", "what the account may do (default: owner for the first, then editor)"),
    ];

    public override async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        var email = arguments.Single(this);
        var given = arguments["role"];
        if (given is not null && !Role.All.Contains(given))
        {
            throw new UsageException($"'{given}' is none of {string.Join(", ", Role.All)}{Suggestion.For(given, Role.All)}");
        }

        await using var services = Offline.Services(arguments);
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellation);
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var role = given ?? (await users.Users.AnyAsync(cancellation) ? Role.Editor : Role.Owner);
        return await AddAsync(users, email, role, TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    private static async Task<int> AddAsync(UserManager<User> users, string email, string role, DateTime now)
    {
        if (!email.Contains('@') || email.Length > 256)
        {
            throw new UsageException($"'{email}' is no e-mail address");
        }

        var user = User.Create(email, now);
        var result = await users.CreateAsync(user, PasswordPrompt.Read(email));
        if (!result.Succeeded)
        {
            await Console.Error.WriteLineAsync($"workscript: {string.Join(' ', result.Errors.Select(error => error.Description).Distinct())}");
            return ExitCodes.Failed;
        }

        await users.AddToRoleAsync(user, role);
        Console.WriteLine($"{email} may sign in now, as {role}");
        return ExitCodes.Done;
    }
}
