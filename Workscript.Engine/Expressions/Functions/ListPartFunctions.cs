using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Expressions;

/// <summary>Lists put together and taken apart.</summary>
internal static class ListPartFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("flatMap", "flatMap(list, x => list)", "One list of all the lists that the function makes", "flatMap([1, 2], x => [x, x * 10])", "[1,10,2,20]", 2, 2, a => Opened(a, ListFunctions.Map(a).AsList!, 1)),
        new("concat", "concat(list, list, ...)", "One list of all, or one text", "concat([1], [2, 3])", "[1,2,3]", 1, Function.Any, Concat),
        new("append", "append(list, value, ...)", "With values added at the end", "append([1, 2], 3)", "[1,2,3]", 2, Function.Any, a => WithValues(a, atEnd: true)),
        new("prepend", "prepend(list, value, ...)", "With values added at the front", "prepend([2, 3], 1)", "[1,2,3]", 2, Function.Any, a => WithValues(a, atEnd: false)),
        new("flatten", "flatten(list, levels?)", "With inner lists opened, one level or more", "flatten([1, [2, [3]]])", "[1,2,[3]]", 1, 2, a => Opened(a, a.List(0), a.Integer(1, 1))) { Aliases = ["flat"] },
        new("take", "take(list or text, count)", "The first so many", "take([1, 2, 3], 2)", "[1,2]", 2, 2, a => Part(a, 0, a.Integer(1))),
        new("drop", "drop(list or text, count)", "All but the first so many", "drop([1, 2, 3], 2)", "[3]", 2, 2, a => Part(a, a.Integer(1), int.MaxValue)),
        new("takeWhile", "takeWhile(list, x => condition)", "The elements before the first for which the condition does not hold", "takeWhile([1, 2, 9, 1], x => x < 5)", "[1,2]", 2, 2, a => Part(a, 0, ListFunctions.FirstWhere(a, false))),
        new("dropWhile", "dropWhile(list, x => condition)", "The elements from there on", "dropWhile([1, 2, 9, 1], x => x < 5)", "[9,1]", 2, 2, a => Part(a, ListFunctions.FirstWhere(a, false), int.MaxValue)),
        new("chunk", "chunk(list, size)", "In lists of so many elements; the last may be shorter", "chunk([1, 2, 3], 2)", "[[1,2],[3]]", 2, 2, Chunk),
        new("zip", "zip(list, list, ...)", "Lists of the elements with one place, as many as the shortest has", "zip([1, 2], ['a', 'b'])", "[[1,\"a\"],[2,\"b\"]]", 2, Function.Any, Zip),
        new("range", "range(end) or range(start, end, step?)", "The numbers from 0 or a start to before the end", "range(1, 4)", "[1,2,3]", 1, 3, Range),
    ];

    private static Value Concat(Arguments a)
    {
        if (a[0].IsText)
        {
            var text = new StringBuilder();
            for (var i = 0; i < a.Count; i++)
            {
                text.Append(a.Text(i));
                ValueLimits.CheckText(text.Length);
            }

            return text.ToString();
        }

        var items = new List<Value>();
        for (var i = 0; i < a.Count; i++)
        {
            items.AddRange(a.List(i).AsSpan());
        }

        return ValueList.Of(items);
    }

    private static Value WithValues(Arguments a, bool atEnd)
    {
        var list = a.List(0);
        var items = new Value[list.Count + a.Count - 1];
        list.AsSpan().CopyTo(items.AsSpan(atEnd ? 0 : a.Count - 1));
        for (var i = 1; i < a.Count; i++)
        {
            items[(atEnd ? list.Count : 0) + i - 1] = ListFunctions.OrNull(a[i]);
        }

        return ValueList.Of(items);
    }

    private static Value Opened(Arguments a, ValueList list, int levels)
    {
        var items = new List<Value>();
        Open(a, list, levels, items);
        return ValueList.Of(items);
    }

    private static void Open(Arguments a, ValueList list, int levels, List<Value> items)
    {
        a.Scope.Spend(list.Count);
        foreach (var item in list.AsSpan())
        {
            if (item.AsList is { } inner && levels > 0)
            {
                Open(a, inner, levels - 1, items);
            }
            else
            {
                items.Add(item);
            }
        }
    }

    private static Value Part(Arguments a, int start, int end)
    {
        var length = a[0].AsText?.Length ?? a.List(0).Count;
        var (from, to) = (Math.Clamp(start, 0, length), Math.Clamp(end, 0, length));
        return a[0].AsText is { } text ? text[from..to] : ValueList.Of(a.List(0).AsSpan()[from..to].ToArray());
    }

    private static Value Chunk(Arguments a)
    {
        var (list, size) = (a.List(0), a.Integer(1));
        if (size < 1)
        {
            throw a.Error("needs a size of at least 1");
        }

        var chunks = new List<Value>();
        for (var i = 0; i < list.Count; i += Math.Min(size, list.Count))
        {
            chunks.Add(ValueList.Of(list.AsSpan().Slice(i, Math.Min(size, list.Count - i)).ToArray()));
        }

        return ValueList.Of(chunks);
    }

    private static Value Zip(Arguments a)
    {
        var lists = new ValueList[a.Count];
        var count = int.MaxValue;
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = a.List(i);
            count = Math.Min(count, lists[i].Count);
        }

        var rows = new Value[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = ValueList.Of(Array.ConvertAll(lists, list => list[i]));
        }

        return ValueList.Of(rows);
    }

    private static Value Range(Arguments a)
    {
        var (start, end, step) = a.Count == 1 ? (Value.Of(0L), a[0], Value.Of(1L)) : (a[0], a[1], a.Count > 2 ? a[2] : 1);
        var width = a.Number(a.Count == 1 ? 0 : 1) - Arithmetic.Number(start, a.Name);
        var stride = Arithmetic.Number(step, a.Name);
        var count = stride == 0 ? throw a.Error("needs a step that is not 0") : Math.Max(0, Math.Ceiling(width / stride));
        a.Scope.Spend((long)Math.Min(count, int.MaxValue));
        var numbers = new Value[(int)count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Arithmetic.Add(start, Arithmetic.Multiply(step, i));
        }

        return ValueList.Of(numbers);
    }
}
