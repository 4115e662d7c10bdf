namespace Workscript.Web.Features.Shared;

public static class Product
{
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version!.ToString(3);
}
