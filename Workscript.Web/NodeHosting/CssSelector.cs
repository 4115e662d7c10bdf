using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using Workscript.Engine.Nodes;

namespace Workscript.Web.NodeHosting;

/// <summary>
/// A CSS selector, matched from its first part to its last over all elements at once. Matching element by element, as a browser does, can try all
/// ways up through a deep page; this takes as many steps as the page has elements for each part.
/// </summary>
internal sealed class CssSelector
{
    private readonly List<List<(char Combinator, ISelector Compound)>> _alternatives;

    private CssSelector(List<List<(char, ISelector)>> alternatives) => _alternatives = alternatives;

    /// <exception cref="NodeException">The text is no selector.</exception>
    public static CssSelector Parse(string text)
    {
        var parser = new CssSelectorParser();
        var alternatives = new List<List<(char, ISelector)>>();
        foreach (var parts in CssSelectorText.Split(text))
        {
            alternatives.Add(parts.ConvertAll(part => (part.Combinator, parser.ParseSelector(part.Compound) ?? throw CssSelectorText.Wrong(text))));
        }

        return new(alternatives);
    }

    /// <summary>The places of the elements that match, in rising order.</summary>
    public List<int> Match(HtmlTree tree, ReadingTime time)
    {
        var found = new bool[tree.Count];
        foreach (var parts in _alternatives)
        {
            var matched = Match(tree, parts, time);
            for (var i = 0; i < found.Length; i++)
            {
                found[i] |= matched[i];
            }
        }

        var places = new List<int>();
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i])
            {
                places.Add(i);
            }
        }

        return places;
    }

    private static bool[] Match(HtmlTree tree, List<(char Combinator, ISelector Compound)> parts, ReadingTime time)
    {
        var matched = Array.Empty<bool>();
        foreach (var (combinator, compound) in parts)
        {
            var reached = Reached(tree, combinator, matched);
            matched = new bool[tree.Count];
            for (var i = 0; i < matched.Length; i++)
            {
                time.Check();
                matched[i] = reached[i] && compound.Match(tree[i], null);
            }
        }

        return matched;
    }

    /// <summary>The elements at which the combinator arrives from one of those that matched so far.</summary>
    private static bool[] Reached(HtmlTree tree, char combinator, bool[] matched)
    {
        var reached = new bool[tree.Count];
        for (var i = 0; i < reached.Length; i++)
        {
            var from = combinator is ' ' or '>' ? tree.Parent(i) : tree.Before(i);
            reached[i] = combinator == CssSelectorText.Start || (from >= 0 && (matched[from] || (combinator is ' ' or '~' && reached[from])));
        }

        return reached;
    }
}
