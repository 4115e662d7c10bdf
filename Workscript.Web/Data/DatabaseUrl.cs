using MySqlConnector;

namespace Workscript.Web.Data;

/// <summary>Reads <c>mysql://user:password@host:3306/db</c>; user, password and database are percent-encoded.</summary>
internal static class DatabaseUrl
{
    public static string ToConnectionString(string text)
    {
        // The text itself stays out of the messages: it holds a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("mysql" or "mariadb"))
        {
            throw new SettingException("DATABASE_URL cannot be read: it must have the form mysql://user:password@host:3306/database, with special characters percent-encoded.");
        }

        var database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        if (database.Length == 0 || database.Contains('/'))
        {
            throw new SettingException("DATABASE_URL must name one database: mysql://user:password@host:3306/database.");
        }

        var user = url.UserInfo.Split(':', 2);
        return new MySqlConnectionStringBuilder
        {
            Server = url.Host.Trim('[', ']'),
            Port = url.IsDefaultPort || url.Port < 0 ? 3306 : (uint)url.Port,
            UserID = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "",
            Database = database,
        }.ConnectionString;
    }
}
