using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Workscript.Engine;
using Workscript.Engine.Nodes;
using Workscript.Engine.Schemas;

namespace Workscript.Web.Features.Nodes;

/// <summary>The texts that are made of the catalogue, once. Who asks again with their ETag is told that nothing has changed.</summary>
public sealed class CatalogTexts(WorkflowEngine engine)
{
    private readonly Lazy<CatalogText> _schema = new(() => new(WorkflowSchema.Write(engine.Catalog), "application/schema+json"));
    private readonly Lazy<CatalogText> _manifest = new(() => new(Manifest.Write(engine.Catalog), "text/plain; charset=utf-8"));

    public IResult SchemaText(HttpResponse response) => _schema.Value.Answer(response);

    public IResult ManifestText(HttpResponse response) => _manifest.Value.Answer(response);

    private sealed class CatalogText(string text, string contentType)
    {
        private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);
        private readonly EntityTagHeaderValue _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}\"");

        public FileContentHttpResult Answer(HttpResponse response)
        {
            response.Headers.CacheControl = "private, no-cache";
            return TypedResults.Bytes(_utf8, contentType, entityTag: _tag);
        }
    }
}
