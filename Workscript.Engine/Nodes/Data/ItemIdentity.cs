using System.Security.Cryptography;
using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Data;

/// <summary>
/// What makes two items the same for <c>removeDuplicates</c>: the JSON text of the members that count, in the order of their names. A name with a
/// dot is read as a path.
/// </summary>
internal sealed class ItemIdentity
{
    private readonly string[] _except;
    private readonly bool _dotted;
    private readonly FieldSelection? _only;
    private readonly StringBuilder _text = new();
    private string[] _shape = [];
    private string[] _names = [];
    private FieldReader[] _fields = [];

    private ItemIdentity(string[]? only, string[] except, bool dotted)
    {
        _except = except;
        _dotted = dotted;
        _only = only is null ? null : new FieldSelection(only, dotted);
        Use(only ?? []);
    }

    /// <summary>Reads <c>compareMode</c> and its fields; null with the problem when they are missing.</summary>
    public static ItemIdentity? From(NodeContext context, out string problem)
    {
        var mode = context.Text("compareMode", "all_fields");
        var fields = mode switch
        {
            "selected_fields" => FieldNames.Of(context["fieldsToCompare"]),
            "all_except" => FieldNames.Of(context["fieldsToExclude"]),
            _ => [],
        };
        problem = $"{(mode == "selected_fields" ? "fieldsToCompare" : "fieldsToExclude")} is required when compareMode is \"{mode}\"";
        if (mode is ("selected_fields" or "all_except") && fields.Length == 0)
        {
            return null;
        }

        var dotted = !context.Flag("disableDotNotation");
        return mode == "selected_fields" ? new(fields, [], dotted) : new(null, fields, dotted);
    }

    public string Of(Value item)
    {
        if (item.AsMap is not { } map)
        {
            return item.AsList is not null && _only is not null ? Written(item) : Json.Write(item);
        }

        if (_only is null && !map.Names.SequenceEqual(_shape))
        {
            _shape = map.Names.ToArray();
            Use([.. _shape.Except(_except)]);
        }

        return Written(item);
    }

    /// <summary>The items with the members alone that count; what is no map stays as it is.</summary>
    public ValueList WhatCounts(ValueList items)
    {
        var counts = new Value[items.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = items[i].AsMap is not { } map ? items[i] : _only?.Pick(map) ?? _except.Aggregate(map, (rest, name) => rest.Without(name));
        }

        return ValueList.Of(counts);
    }

    /// <summary>A text of one length that stands for the identity, and does not give away what is in it.</summary>
    public static string Hash(string identity) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));

    private void Use(string[] names)
    {
        _names = [.. names];
        Array.Sort(_names, StringComparer.Ordinal);
        _fields = [.. _names.Select(name => new FieldReader(name, _dotted && (_only is not null || name.Contains('.'))))];
    }

    private string Written(Value item)
    {
        _text.Clear().Append('{');
        for (var i = 0; i < _names.Length; i++)
        {
            var value = _fields[i].Read(item);
            if (!value.IsMissing)
            {
                Json.Write(_text, _names[i]);
                _text.Append(':');
                Json.Write(_text, value);
                _text.Append(',');
            }
        }

        return _text.Append('}').ToString();
    }
}
