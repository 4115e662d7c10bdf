using System.Text;
using Workscript.Web.Hosting;

namespace Workscript.Web.Cli;

/// <summary>Asks for a password without showing it; takes the first line of standard input where that is no terminal.</summary>
internal static class PasswordPrompt
{
    public static string Read(string email)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() ?? throw new UsageException("the password is expected on standard input");
        }

        var password = Ask($"Password for {email} (at least {SignIn.ShortestPassword} characters): ");
        return Ask("The same again: ") == password ? password : throw new UsageException("the two passwords differ");
    }

    private static string Ask(string question)
    {
        Console.Error.Write(question);
        var text = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return text.ToString();
    }
}
