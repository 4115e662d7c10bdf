using System.Text;
using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes.Numbers;

/// <summary>JavaScript's <c>+</c> from left to right: numbers are added up until a text, list or map comes; from there on texts are joined.</summary>
internal static class Addition
{
    public static Value Of(ReadOnlySpan<Value> values)
    {
        var sum = 0d;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Kind is ValueKind.Text or ValueKind.List or ValueKind.Map)
            {
                return Joined(NumberText.Of(sum), values[i..]);
            }

            sum += Coerce.Number(values[i]);
        }

        return sum;
    }

    private static Value Joined(string start, ReadOnlySpan<Value> rest)
    {
        var text = new StringBuilder(start);
        foreach (var value in rest)
        {
            text.Append(Coerce.Text(value));
            ValueLimits.CheckText(text.Length);
        }

        return text.ToString();
    }
}
