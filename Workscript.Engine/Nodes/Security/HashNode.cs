using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Security;

/// <summary>The hash of a value, or its HMAC where there is a key.</summary>
internal sealed class HashNode : PureNode
{
    private static readonly string[] OutputNames = ["hash", "algorithm", "encoding"];

    public override NodeInfo Info { get; } = new()
    {
        Id = "hash",
        Family = NodeFamily.Security,
        Summary = "Compute a hash or an HMAC",
        Details = "For checksums, cache keys and signatures. For passwords use `auth`. MD5, SHA-1 and CRC-32 find accidents, not forgeries.",
        Parameters =
        [
            new("data", ParameterKind.Json, "What to hash: text as UTF-8, any other value as JSON; without it the `data` of the state, or of the step before"),
            new("algorithm", ParameterKind.Choice, "The hash function") { Choices = Hashing.Algorithms, Default = "sha256" },
            new("key", ParameterKind.Text, "With a key the result is an HMAC"),
            new("inputEncoding", ParameterKind.Choice, "What the text in data is: itself, or the encoded bytes of a file") { Choices = ["text", "base64", "hex"], Default = "text" },
            new("encoding", ParameterKind.Choice, "How the hash is written") { Choices = ["hex", "base64"], Default = "hex" },
        ],
        Edges = [new("success", "The hash is there") { Data = OutputNames }, new("error", "No data, or data that is not encoded so") { Data = ["error"] }],
        StateKeys = ["hashResult"],
        Example = """
            {
              "id": "hash-example",
              "name": "Sign a message",
              "version": "1.0.0",
              "initialState": { "message": { "order": 4711 }, "key": "only for this example" },
              "workflow": [
                { "hash": { "data": "$.message", "key": "$.key", "success?": { "log": { "message": "X-Signature: sha256={{$.hashResult}}" } } } }
              ]
            }
            """,
    };

    protected internal override Outcome Execute(NodeContext context)
    {
        var data = context.Source("data");
        if (data.IsMissing)
        {
            return Outcome.Fail("Missing required parameter: data");
        }

        var (from, to) = (context.Text("inputEncoding", "text"), context.Text("encoding", "hex"));
        if (from is not ("text" or "base64" or "hex") || to is not ("base64" or "hex"))
        {
            return Outcome.Fail("Unknown encoding: data is text, base64 or hex, and the hash is written as hex or base64");
        }

        try
        {
            var bytes = Bytes(data, from);
            var algorithm = context.Text("algorithm", "sha256");
            var hash = context["key"] is { IsNullOrMissing: false } key ? Hashing.Of(algorithm, bytes, Encoding.UTF8.GetBytes(Coerce.TemplateText(key))) : Hashing.Of(algorithm, bytes);
            return hash is null
                ? Outcome.Fail($"There is no {(context["key"].IsNullOrMissing ? "hash" : "HMAC")} '{algorithm}'")
                : Hashed(context, to == "hex" ? Convert.ToHexStringLower(hash) : Convert.ToBase64String(hash), algorithm, to);
        }
        catch (FormatException)
        {
            return Outcome.Fail($"The data is not {from}");
        }
    }

    private static byte[] Bytes(Value data, string encoding) => encoding switch
    {
        "base64" => Convert.FromBase64String(Coerce.TemplateText(data)),
        "hex" => Convert.FromHexString(Coerce.TemplateText(data)),
        _ => Encoding.UTF8.GetBytes(data.AsText ?? Json.Write(data)),
    };

    private static Outcome.Taken Hashed(NodeContext context, string hash, string algorithm, string encoding)
    {
        context.Set("hashResult", hash);
        return new("success", ValueMap.Of(OutputNames, hash, algorithm, encoding));
    }
}
