using System.Text;
using Microsoft.AspNetCore.Mvc;
using Workscript.Engine.Nodes.Data;
using Workscript.Engine.Values;

namespace Workscript.Web.Features.Shared;

/// <summary>A table as a file for spreadsheets, which compute nothing of what is in it.</summary>
public static class CsvFile
{
    public const string Type = "text/csv; charset=utf-8";

    public static FileContentResult Of(string[] columns, ValueList rows, string name) => new(Encoding.UTF8.GetBytes(Text(columns, rows)), Type) { FileDownloadName = name };

    /// <summary>The rows are objects, or lists of cells.</summary>
    public static string Text(string[] columns, ValueList rows, bool hasHeader = true) =>
        new CsvWriter(new(',', hasHeader, columns) { GuardsFormulas = true, HasMark = hasHeader }).Write(rows);
}
