using Microsoft.AspNetCore.Mvc.RazorPages;
using Workscript.Web.Data;
using Workscript.Web.Features.Shared;

namespace Workscript.Web.Features.Settings;

public sealed class IndexModel(DatabaseSettings database) : PageModel
{
    public string Version => Product.Version;

    public string Database => database.Provider switch
    {
        DatabaseProvider.Sqlite => "SQLite, in the data folder",
        DatabaseProvider.MySql => "MySQL or MariaDB",
    };
}
