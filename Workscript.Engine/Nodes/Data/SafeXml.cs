using System.Text;
using System.Xml;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>Opens XML from anywhere: no document type, so no entities; nothing is fetched; the size is limited.</summary>
internal static class SafeXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = ValueLimits.Text,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    // Documents of countries and years that had code pages of their own.
    static SafeXml() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Opens a text. The encoding that it may declare is not its own any more.</summary>
    public static XmlReader Open(string text)
    {
        var reader = new StringReader(text);
        while (reader.Peek() is var next and >= 0 && ((char)next == '\ufeff' || char.IsWhiteSpace((char)next)))
        {
            reader.Read();
        }

        return XmlReader.Create(reader, Settings);
    }

    /// <summary>Opens bytes in the encoding that they declare, by their mark or in their first line.</summary>
    public static XmlReader Open(byte[] bytes) => XmlReader.Create(new MemoryStream(bytes), Settings);

    /// <summary>What is wrong, and where.</summary>
    public static string Explain(XmlException e) => e.Message.Contains("DTD", StringComparison.Ordinal)
        ? "XML with a document type (<!DOCTYPE>) is not read"
        : $"The XML cannot be read: {e.Message}";
}
