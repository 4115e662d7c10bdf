using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Workscript.Web.Features.Shared;

/// <summary><c>&lt;when time="run.CreatedAt" /&gt;</c>: how long ago it was, or how long it is until then, with the exact moment in its title. A time that is not there is a dash.</summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WhenTagHelper(TimeProvider clock) : TagHelper
{
    public DateTime? Time { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Time is not { } time)
        {
            output.TagName = "span";
            output.Content.SetContent("–");
            return;
        }

        output.TagName = "time";
        output.Attributes.SetAttribute("datetime", time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", Wording.Moment(time));
        output.Content.SetContent(Wording.Ago(time, clock.GetUtcNow().UtcDateTime));
    }
}
