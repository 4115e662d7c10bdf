using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>
/// The elements of a page in the order of the text, with what a selector asks of their places, each in constant time: a page from anywhere may have
/// a hundred thousand elements side by side, or would like to have them within each other.
/// </summary>
internal sealed class HtmlTree
{
    private const int MostCharacters = 4_000_000;
    private const int MostElements = 200_000;

    // Readers of the tree call themselves for what is within an element. The parser would put what is deeper side by side, as browsers do, but
    // slowly; and no page is so deep that was not made for that.
    private const int MostLevels = 250;

    private readonly List<IElement> _elements = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _before = [];
    private readonly int[] _ends;

    private HtmlTree(IElement root)
    {
        var lastWithin = new List<int>();
        var pending = new Stack<(IElement Element, int Parent)>([(root, -1)]);
        while (pending.TryPop(out var next))
        {
            var at = _elements.Count;
            _elements.Add(next.Element);
            _parents.Add(next.Parent);
            _before.Add(next.Parent < 0 ? -1 : lastWithin[next.Parent]);
            lastWithin.Add(-1);
            if (next.Parent >= 0)
            {
                lastWithin[next.Parent] = at;
            }

            for (var i = next.Element.ChildNodes.Length - 1; i >= 0; i--)
            {
                if (next.Element.ChildNodes[i] is IElement child)
                {
                    pending.Push((child, at));
                }
            }
        }

        _ends = Ends();
    }

    public int Count => _elements.Count;

    public IElement this[int index] => _elements[index];

    /// <summary>The element around, or -1.</summary>
    public int Parent(int index) => _parents[index];

    /// <summary>The element before it within the same one, or -1.</summary>
    public int Before(int index) => _before[index];

    /// <summary>What is within an element follows it; this is the first that does not.</summary>
    public int End(int index) => _ends[index];

    /// <exception cref="NodeException">The HTML is too large, too deep, or takes too long.</exception>
    public static HtmlTree Read(string html, ReadingTime time)
    {
        if (html.Length > MostCharacters)
        {
            throw new NodeException("TOO_LARGE", $"The HTML has more than {MostCharacters:N0} characters");
        }

        var count = 0;
        var last = (IElement?)null;
        var parser = new HtmlParser(new HtmlParserOptions
        {
            MaximumDepth = MostLevels,
            OnToken = (_, _) => time.Check(),
            OnCreated = (element, _) =>
            {
                Check(++count, Depth(last));
                last = element;
            },
        });
        return new(parser.ParseDocument(html).DocumentElement);
    }

    private static void Check(int count, int depth)
    {
        if (count > MostElements || depth >= MostLevels)
        {
            throw new NodeException("TOO_LARGE", $"The HTML has more than {MostElements:N0} elements, or is nested deeper than {MostLevels} levels");
        }
    }

    private static int Depth(IElement? element)
    {
        var depth = 0;
        for (; element is not null; element = element.ParentElement)
        {
            depth++;
        }

        return depth;
    }

    private int[] Ends()
    {
        var ends = new int[Count];
        for (var i = Count - 1; i >= 0; i--)
        {
            ends[i] = Math.Max(ends[i], i + 1);
            if (_parents[i] >= 0)
            {
                ends[_parents[i]] = Math.Max(ends[_parents[i]], ends[i]);
            }
        }

        return ends;
    }
}
