using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Workscript.Web.Data;

/// <summary>
/// Commands that write rows by the entity's mapping but without the change tracker: for the journal, where every microsecond of a row counts.
/// </summary>
internal sealed class RowMapping<T>
    where T : class
{
    private readonly ISqlGenerationHelper _sql;
    private readonly string _table;
    private readonly Column[] _columns;

    public RowMapping(WorkscriptDb db)
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        _sql = db.GetService<ISqlGenerationHelper>();
        _table = _sql.DelimitIdentifier(type.GetTableName()!);
        _columns = [.. type.GetProperties().Select(property => new Column(property))];
    }

    /// <summary>Inserts so many rows; give them with <see cref="Bind"/>.</summary>
    public DbCommand Insert(DbConnection connection, int rows)
    {
        var text = new StringBuilder($"INSERT INTO {_table} ({Names(_columns)}) VALUES ");
        var command = connection.CreateCommand();
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (").AppendJoin(", ", _columns.Select(_ => AddParameter(command))).Append(')');
        }

        command.CommandText = text.ToString();
        return command;
    }

    /// <summary>Inserts a row in place of the one with the same key, if there is one.</summary>
    public DbCommand Replace(DbConnection connection)
    {
        var command = Insert(connection, 1);
        command.CommandText = "REPLACE" + command.CommandText["INSERT".Length..];
        return command;
    }

    /// <summary>Sets the named columns of one row, if the columns of the condition have the values that <see cref="Bind"/> gives after them.</summary>
    public DbCommand Update(DbConnection connection, string[] names, string[] condition)
    {
        var command = connection.CreateCommand();
        var assignments = string.Join(", ", names.Select(name => $"{Name(name)} = {AddParameter(command)}"));
        var conditions = string.Join(" AND ", condition.Select(name => $"{Name(name)} = {AddParameter(command)}"));
        command.CommandText = $"UPDATE {_table} SET {assignments} WHERE {conditions}";
        return command;
    }

    /// <summary>Copies the rows of one owner, up to a place, to another: give it the new owner, the old one and the place.</summary>
    public DbCommand Copy(DbConnection connection, string owner, string place)
    {
        var command = connection.CreateCommand();
        var values = string.Join(", ", _columns.Select(column => column.Property == owner ? "@p0" : _sql.DelimitIdentifier(column.Name)));
        string[] parameters = [.. Enumerable.Range(0, 3).Select(_ => AddParameter(command))];
        command.CommandText =
            $"INSERT INTO {_table} ({Names(_columns)}) SELECT {values} FROM {_table} WHERE {Name(owner)} = {parameters[1]} AND {Name(place)} <= {parameters[2]}";
        return command;
    }

    /// <summary>Deletes the rows whose columns have the values of the parameters, which are in the order of the names.</summary>
    public DbCommand Delete(DbConnection connection, params string[] condition)
    {
        var command = connection.CreateCommand();
        command.CommandText = $"DELETE FROM {_table} WHERE {string.Join(" AND ", condition.Select(name => $"{Name(name)} = {AddParameter(command)}"))}";
        return command;
    }

    /// <summary>Gives an <see cref="Insert"/> its rows.</summary>
    public void Bind(DbCommand command, IEnumerable<T> rows)
    {
        var at = 0;
        foreach (var row in rows)
        {
            foreach (var column in _columns)
            {
                command.Parameters[at++].Value = column.Read(row);
            }
        }
    }

    /// <summary>Gives an <see cref="Update"/> the row's values of its columns.</summary>
    public void Bind(DbCommand command, T row, string[] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            command.Parameters[i].Value = Find(names[i]).Read(row);
        }
    }

    private string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(column => _sql.DelimitIdentifier(column.Name)));

    private string Name(string property) => _sql.DelimitIdentifier(Find(property).Name);

    private Column Find(string property) => Array.Find(_columns, column => column.Property == property)!;

    private static string AddParameter(DbCommand command)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = $"@p{command.Parameters.Count}";
        command.Parameters.Add(parameter);
        return parameter.ParameterName;
    }

    private sealed class Column(IProperty property)
    {
        private readonly IClrPropertyGetter _getter = property.GetGetter();
        private readonly Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter? _converter = property.GetTypeMapping().Converter;

        public string Property => property.Name;

        public string Name { get; } = property.GetColumnName();

        public object Read(T row)
        {
            var value = _getter.GetClrValueUsingContainingEntity(row);
            return (_converter is null ? value : _converter.ConvertToProvider(value)) ?? DBNull.Value;
        }
    }
}
