using System.Collections.Frozen;

namespace Workscript.Engine.Nodes;

/// <summary>The list of all nodes. Nothing is discovered: what is not written here does not exist.</summary>
public sealed class NodeCatalog
{
    private readonly FrozenDictionary<string, INode> _byId;

    /// <exception cref="ArgumentException">Two nodes have one id.</exception>
    public NodeCatalog(IReadOnlyList<INode> nodes)
    {
        Nodes = nodes;
        var twice = nodes.GroupBy(node => node.Info.Id).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException($"Two nodes have the id '{twice.Key}': {string.Join(" and ", twice.Select(node => node.GetType().Name))}", nameof(nodes));
        }

        _byId = nodes.ToFrozenDictionary(node => node.Info.Id, StringComparer.Ordinal);
    }

    public static NodeCatalog Standard { get; } = new(
    [
        new Flow.LogNode(),
        new Flow.SetStateNode(),
        new Flow.LogicNode(),
        new Flow.SwitchNode(),
        new Flow.EveryArrayItemNode(),
        new Flow.RangeNode(),
        new Flow.WhileNode(),
        new Flow.ForEachNode(),
        new Flow.ParallelNode(),
        new Flow.WaitNode(),
        new Flow.ApprovalNode(),
        new Flow.WaitForCallbackNode(),
        new Flow.StopNode(),
        new Flow.FailNode(),
        new Flow.RespondNode(),
        new Flow.LabelNode(),
        new Flow.EmptyNode(),
        new Flow.RunWorkflowNode(),
        new Data.FilterNode(),
        new Data.SortNode(),
        new Data.LimitNode(),
        new Data.SummarizeNode(),
        new Data.AggregateNode(),
        new Data.RemoveDuplicatesNode(),
        new Data.SplitOutNode(),
        new Data.ArrayUtilitiesNode(),
        new Data.CompareDatasetsNode(),
        new Data.ValidateDataNode(),
        new Data.EditFieldsNode(),
        new Data.TransformObjectNode(),
        new Data.ObjectUtilitiesNode(),
        new Data.JsonExtractNode(),
        new Data.CsvNode(),
        new Data.XmlNode(),
        new Data.ReportNode(),
        new Text.TransformNode(),
        new Text.StringOperationsNode(),
        new Text.ExtractTextNode(),
        new Text.TemplateNode(),
        new Text.HtmlNode(),
        new Text.MarkdownNode(),
        new Numbers.MathNode(),
        new Numbers.CalculateFieldNode(),
        new Numbers.MathOperationsNode(),
        new Time.DateTimeNode(),
        new Http.FetchApiNode(),
        new Http.FeedNode(),
        new Security.HashNode(),
        new Security.AuthNode(),
        new Files.FilesystemNode(),
        new Files.ResourceReadNode(),
        new Files.ResourceWriteNode(),
        new Files.ResourceListNode(),
        new Files.ResourceInterpolateNode(),
        new Database.DatabaseNode(),
        new Database.StoreNode(),
        new Code.CodeNode(),
    ]);

    /// <summary>In the order of the list, which is the order in which they are shown.</summary>
    public IReadOnlyList<INode> Nodes { get; }

    public INode? Find(string id) => _byId.GetValueOrDefault(id);
}
