using System.Security.Cryptography;
using System.Text;

namespace Workscript.Engine.Nodes.Security;

/// <summary>Signatures by HMAC-SHA256, in hex.</summary>
internal static class Signature
{
    public static string Of(string message, string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(message)));

    /// <summary>Compares in a time that does not depend on where the texts differ.</summary>
    public static bool AreEqual(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
