namespace Workscript.Web.Features.Account;

public static class AccountServices
{
    public static IServiceCollection AddAccount(this IServiceCollection services) => services.AddSingleton<SetupLink>().AddScoped<ExampleWorkflows>().AddScoped<PasswordSignIn>();
}
