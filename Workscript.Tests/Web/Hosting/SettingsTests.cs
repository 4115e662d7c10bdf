using Workscript.Web.Hosting;

namespace Workscript.Tests.Web.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void TheFileOfAnInstalledServerIsReadAsSystemdReadsIt()
    {
        string[] lines =
        [
            "# a comment",
            "; another",
            "",
            "Database__Provider=MySql",
            "  ConnectionStrings__Default = \"Server=localhost;Password=a=b#c\"  ",
            "Outbound__Allow__0='10.0.0.0/8'",
            "nothing",
        ];

        Assert.Equal(
            [
                KeyValuePair.Create("Database:Provider", (string?)"MySql"),
                KeyValuePair.Create("ConnectionStrings:Default", (string?)"Server=localhost;Password=a=b#c"),
                KeyValuePair.Create("Outbound:Allow:0", (string?)"10.0.0.0/8"),
            ],
            Settings.Parse(lines));
    }
}
