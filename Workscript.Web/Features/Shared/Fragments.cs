using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Workscript.Web.Features.Shared;

/// <summary>Renders a partial to text, for what is not an answer of its own: the messages of a stream.</summary>
public sealed class Fragments(IRazorViewEngine views, ITempDataProvider held, IModelMetadataProvider metadata)
{
    /// <param name="path">From the root, as in <c>/Features/Runs/_Progress.cshtml</c>.</param>
    public async Task<string> RenderAsync<T>(ActionContext context, string path, T model)
    {
        var found = views.GetView(executingFilePath: null, path, isMainPage: false);
        var view = found.View ?? throw new InvalidOperationException($"There is no view {path}.");
        await using var text = new StringWriter();
        var data = new ViewDataDictionary<T>(metadata, new ModelStateDictionary()) { Model = model };
        var viewContext = new ViewContext(context, view, data, new TempDataDictionary(context.HttpContext, held), text, new HtmlHelperOptions());
        await view.RenderAsync(viewContext);
        return text.ToString();
    }
}
