using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Workscript.Web.Features.Nodes;

/// <summary>The little of Markdown that a node's details use: <c>`code`</c> and blank lines between paragraphs.</summary>
internal static class Prose
{
    public static IHtmlContent Of(string markdown)
    {
        var html = new StringBuilder();
        var isCode = false;
        foreach (var part in markdown.Split('`'))
        {
            var text = HtmlEncoder.Default.Encode(part.Trim('\r')).Replace("&#xA;&#xA;", "<br><br>");
            html.Append(isCode ? $"<code>{text}</code>" : text);
            isCode = !isCode;
        }

        return new HtmlString(html.ToString());
    }
}
