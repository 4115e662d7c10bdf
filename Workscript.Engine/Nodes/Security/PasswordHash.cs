using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workscript.Engine.Nodes.Security;

/// <summary>
/// Password hashes by PBKDF2-SHA512: <c>pbkdf2-sha512:ITERATIONS:SALT:HASH</c>. <c>SALT:HASH</c> alone is that of the language's first version,
/// which always took 10,000 iterations. The salt is used as it is written, so that both compute alike.
/// </summary>
internal static class PasswordHash
{
    private const string Scheme = "pbkdf2-sha512";
    private const int SaltBytes = 16;
    private const int HashBytes = 64;
    private const int FirstIterations = 10_000;

    // OWASP's Password Storage Cheat Sheet, 2025.
    private const int Iterations = 210_000;

    // A hash from elsewhere must not be able to ask for hours of work.
    private const int MostIterations = 2_000_000;

    public static (string Hash, string Salt) Make(string password)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes));
        return ($"{Scheme}:{Iterations}:{salt}:{Compute(password, salt, Iterations)}", salt);
    }

    public static bool Verify(string password, string stored)
    {
        var (iterations, salt, hash) = stored.Split(':') switch
        {
            [Scheme, var count, var s, var h] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n) => (n, s, h),
            [var s, var h, ..] => (FirstIterations, s, h),
            _ => (0, "", ""),
        };
        return iterations is > 0 and <= MostIterations && Signature.AreEqual(Compute(password, salt, iterations), hash);
    }

    private static string Compute(string password, string salt, int iterations) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(salt), iterations, HashAlgorithmName.SHA512, HashBytes));
}
