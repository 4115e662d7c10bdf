using System.Security.Cryptography;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Security;

/// <summary>Hashes and checks passwords, makes random tokens, signs and checks signatures.</summary>
internal sealed class AuthNode : PureNode
{
    private const int TokenBytes = 32;
    private static readonly string[] HashNames = ["hash", "salt"];
    private static readonly string[] SignatureNames = ["signature", "data"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "auth",
        Family = NodeFamily.Security,
        Summary = "Hash and check passwords, make tokens, sign and check messages",
        Details = "`verify` takes `data` as `{ password, hash }`, `verify_signature` as `{ message, signature, verifySecret }`, `hash` and `sign` as text. " +
            "Passwords are hashed by PBKDF2-SHA512 with 210,000 iterations; hashes of 10,000 iterations that the language's first version made still verify. Signatures are HMAC-SHA256 in hex. " +
            "A token is 32 random bytes in hex; `data` then can be anything.",
        Parameters =
        [
            new("operation", ParameterKind.Choice, "What to do") { Required = true, Choices = ["hash", "verify", "generate_token", "sign", "verify_signature"] },
            new("data", ParameterKind.Json, "What to do it with") { Required = true },
            new("secret", ParameterKind.Text, "The secret to sign with"),
        ],
        Edges =
        [
            new("success", "The hash, token or signature is there") { Data = [.. HashNames, "token", .. SignatureNames] },
            new("valid", "The password or signature is right") { Data = ["valid"] },
            new("invalid", "The password or signature is wrong") { Data = ["valid"] },
            new("error", "Something is missing, or is no text") { Data = ["error"] },
        ],
        StateKeys = ["hashedPassword", "authValid", "authToken", "signature", "signatureValid"],
        Example = """
            {
              "id": "auth-example",
              "name": "Check a message's signature",
              "version": "1.0.0",
              "initialState": { "message": "{\"order\":4711}", "key": "only for this example" },
              "workflow": [
                { "auth": { "operation": "sign", "data": "$.message", "secret": "$.key" } },
                { "auth": {
                    "operation": "verify_signature",
                    "data": { "message": "$.message", "signature": "$.signature", "verifySecret": "$.key" },
                    "valid?": { "log": { "message": "It comes from us" } },
                    "invalid?": { "stop": { "status": "failed", "message": "The signature is wrong" } }
                } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var (given, data) = (context["operation"], context["data"]);
        if (!Coerce.Truth(given) || !Coerce.Truth(data))
        {
            return Outcome.Fail("Missing operation or data");
        }

        var operation = Coerce.Text(given);
        return operation switch
        {
            "hash" => Hash(context, data),
            "verify" => Verify(context, data),
            "generate_token" => MakeToken(context),
            "sign" => Sign(context, data),
            "verify_signature" => VerifySignature(context, data),
            _ => Outcome.Fail($"Unknown operation: {operation}"),
        };
    }

    private static Outcome Hash(NodeContext context, Value data)
    {
        if (data.AsText is not { } password)
        {
            return NoText("password");
        }

        var (hash, salt) = PasswordHash.Make(password);
        context.Set("hashedPassword", hash);
        return Outcome.Take("success", ValueMap.Of(HashNames, hash, salt));
    }

    private static Outcome Verify(NodeContext context, Value data)
    {
        if (!Coerce.Truth(data["password"]) || !Coerce.Truth(data["hash"]))
        {
            return Outcome.Fail("Missing password or hash for verification");
        }

        return (data["password"].AsText, data["hash"].AsText) is ({ } password, { } hash)
            ? Decided(context, "authValid", PasswordHash.Verify(password, hash))
            : NoText("password and the hash");
    }

    private static Outcome MakeToken(NodeContext context)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        context.Set("authToken", token);
        return Outcome.Take("success", ValueMap.Of("token", token));
    }

    private static Outcome Sign(NodeContext context, Value data)
    {
        if (!Coerce.Truth(context["secret"]))
        {
            return Outcome.Fail("Missing secret for signing operation");
        }

        if ((data.AsText, context["secret"].AsText) is not ({ } message, { } secret))
        {
            return NoText("data and the secret");
        }

        var signature = Signature.Of(message, secret);
        context.Set("signature", signature);
        return Outcome.Take("success", ValueMap.Of(SignatureNames, signature, message));
    }

    private static Outcome VerifySignature(NodeContext context, Value data)
    {
        if (!Coerce.Truth(data["message"]) || !Coerce.Truth(data["signature"]) || !Coerce.Truth(data["verifySecret"]))
        {
            return Outcome.Fail("Missing message, signature, or secret for verification");
        }

        return (data["message"].AsText, data["verifySecret"].AsText) is ({ } message, { } secret)
            ? Decided(context, "signatureValid", Signature.AreEqual(Signature.Of(message, secret), Coerce.Text(data["signature"])))
            : NoText("message and the secret");
    }

    private static Outcome.Taken Decided(NodeContext context, string key, bool isValid)
    {
        context.Set(key, isValid);
        return new(isValid ? "valid" : "invalid", ValueMap.Of("valid", isValid));
    }

    private static Outcome NoText(string what) => Outcome.Fail($"The {what} must be text; write a value as JSON with {{{{= json($.value) }}}}");
}
