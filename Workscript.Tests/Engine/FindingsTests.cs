using System.Reflection;
using Workscript.Engine;
using Workscript.Engine.Definitions;

namespace Workscript.Tests.Engine;

/// <summary>What is wrong with a document is said by a code, at its place, and with what to do. In the documents here, « stands before the place.</summary>
public sealed class FindingsTests
{
    private const char Mark = '«';

    private static readonly WorkflowEngine Engine = new();

    /// <summary>Severity, code, JSON pointer, a part of the message, and the document, whose steps stand on lines of their own.</summary>
    public static TheoryData<Severity, string, string, string, string> Findings => new()
    {
        { Severity.Error, Codes.InvalidJson, "", "contains a trailing comma", "{ \"id\": \"a\", «}" },
        { Severity.Error, Codes.InvalidJson, "", "nested deeper than 64 levels", new string('[', 64) + "«" + new string('[', 10) },
        { Severity.Error, Codes.DuplicateKey, "/workflow/0/log/message", "The name 'message' is given twice in one object", Steps("{ \"log\": { \"message\": 1, «\"message\": 2 } }") },
        { Severity.Error, Codes.DuplicateKey, "/workflow/0/$.all/k3", "The name 'k3' is given twice in one object", Steps($"{{ \"$.all\": {{ {string.Join(", ", Enumerable.Range(0, 40).Select(i => $"\"k{i}\": {i}"))}, «\"k3\": 2 }} }}") },
        { Severity.Error, Codes.SchemaValidationError, "", "must have required property 'id'", "«{ \"name\": \"n\", \"version\": \"1.0.0\", \"workflow\": [\"empty\"] }" },
        { Severity.Error, Codes.SchemaValidationError, "/id", "letters, digits, '-' and '_'", "{ \"id\": «\"a b\", \"name\": \"n\", \"version\": \"1.0.0\", \"workflow\": [\"empty\"] }" },
        { Severity.Error, Codes.SchemaValidationError, "/version", "three numbers, as in 1.0.0", "{ \"id\": \"a\", \"name\": \"n\", \"version\": «\"1.0\", \"workflow\": [\"empty\"] }" },
        { Severity.Error, Codes.SchemaValidationError, "/workflow", "at least one step", "{ \"id\": \"a\", \"name\": \"n\", \"version\": \"1.0.0\", \"workflow\": «[] }" },
        { Severity.Error, Codes.SchemaValidationError, "/workflow/0", "put 'log' and 'empty' into steps of their own", Steps("«{ \"log\": {}, \"empty\": {} }") },
        { Severity.Error, Codes.SchemaValidationError, "/workflow/0/log/my message", "edges end in '?'", Steps("{ \"log\": { «\"my message\": 1 } }") },
        { Severity.Error, Codes.SchemaValidationError, "/workflow/0/log/success?", "write null where nothing is to be done", Steps("{ \"log\": { \"message\": 1, \"success?\": «[] } }") },
        { Severity.Error, Codes.SchemaValidationError, "/workflow/0/log/@nmae", "did you mean '@name'?", Steps("{ \"log\": { \"message\": 1, «\"@nmae\": \"x\" } }") },
        { Severity.Error, Codes.SchemaValidationError, "/workflow/0/log/@retry", "@retry needs attempts", Steps("{ \"log\": { \"message\": 1, «\"@retry\": {} } }") },
        { Severity.Error, Codes.SchemaValidationError, "/inputs/n/type", "did you mean 'number'?", Head("\"inputs\": { \"n\": { \"type\": «\"numbr\" } }") },
        { Severity.Error, Codes.SchemaValidationError, "/inputs/n/default", "The default of the input does not fit it: must be a number", Head("\"inputs\": { \"n\": { \"type\": \"number\", \"default\": «\"x\" } }") },
        { Severity.Error, Codes.SchemaValidationError, "/inputs/n/choices/1", "The choice \"x\" is not of the input's type, number", Head("\"inputs\": { \"n\": { \"type\": \"number\", \"choices\": [1, «\"x\"] } }") },
        { Severity.Error, Codes.SchemaValidationError, "/inputs/n/required", "required must be true or false", Head("\"inputs\": { \"n\": { \"required\": «\"yes\" } }") },
        { Severity.Error, Codes.SchemaValidationError, "/settings/timeout", "such as \"30s\"", Head("\"settings\": { \"timeout\": «\"soon\" }") },
        { Severity.Error, Codes.SchemaValidationError, "/settings/keep", "such as \"30s\"", Head("\"settings\": { \"keep\": «[1] }") },
        { Severity.Error, Codes.SchemaValidationError, "/settings/keep/age", "such as \"30s\"", Head("\"settings\": { \"keep\": { \"age\": «\"long\" } }") },
        { Severity.Error, Codes.SchemaValidationError, "/settings/keep/runs", "whole number above 0", Head("\"settings\": { \"keep\": { \"runs\": «0 } }") },
        { Severity.Error, Codes.SchemaValidationError, "/settings/onError", "\"fail\" or \"continue\"", Head("\"settings\": { \"onError\": «\"stop\" }") },
        { Severity.Error, Codes.SchemaValidationError, "/settings/onConflict", "did you mean 'queue'?", Head("\"settings\": { \"onConflict\": «\"queu\" }") },
        { Severity.Error, Codes.SchemaValidationError, "/workflow/0/log/@onInterrupted", "\"retry\" or \"error\"", Steps("{ \"log\": { \"message\": 1, «\"@onInterrupted\": \"repeat\" } }") },
        { Severity.Error, Codes.SchemaValidationError, "/workflow/0/log/@pin/chnges", "did you mean 'changes'?", Steps("{ \"log\": { \"message\": 1, \"@pin\": { \"edge\": \"success\", «\"chnges\": {} } } }") },
        { Severity.Error, Codes.NodeTypeNotFound, "/workflow/0", "Node type 'lgo' not found in registry: did you mean 'log'?", Steps("{ «\"lgo\": {} }") },
        { Severity.Error, Codes.NodeTypeNotFound, "/workflow/0/log/success?", "Nested node type 'mth' not found in registry: did you mean 'math'?", Steps("{ \"log\": { \"message\": \"é\", \"success?\": { «\"mth\": {} } } }") },
        { Severity.Error, Codes.EdgeTargetNotFound, "/workflow/0/log/success?", "neither a top-level step nor a node: did you mean 'limit'?", Steps("{ \"log\": { \"message\": 1, \"success?\": «\"limt\" } }") },
        { Severity.Error, Codes.EdgeTargetNotFound, "/workflow/0/log/success?/1", "non-existent node '$.totl': did you mean '$.total'?", Steps("{ \"log\": { \"message\": 1, \"success?\": [\"empty\", «\"$.totl\"] } }, { \"$.total\": 1 }") },
        { Severity.Error, Codes.InvalidStateSetterSyntax, "/workflow/0/$.a-b", "with letters, digits and '_'", Steps("{ «\"$.a-b\": 1 }") },
        { Severity.Error, Codes.InvalidExpression, "/workflow/0/log/message", "'}' has no meaning here", Steps("{ \"log\": { \"message\": \"é \\\"{{= 1 + «}}\" } }") },
        { Severity.Error, Codes.InvalidExpression, "/workflow/0/log/message/list/0", "'upper' is called as upper(text)", Steps("{ \"log\": { \"message\": { \"list\": [\"{{= «upper() }}\"] } } }") },
        { Severity.Hint, Codes.InvalidExpression, "/workflow/0/log/message", "This is taken as plain text", Steps("{ \"log\": { \"message\": \"$.«5 discount\" } }") },
        { Severity.Hint, Codes.InvalidExpression, "/workflow/0/log/message", "write {{$.user.name}}", Steps("{ \"log\": { \"message\": \"\\u0048ello «$.user.name!\" } }") },
        { Severity.Hint, Codes.InvalidExpression, "/workflow/0/log/message", "write {{= $vars.city }}", Steps("{ \"log\": { \"message\": \"«$vars.city\" } }") },
        { Severity.Warning, Codes.InvalidExpression, "/workflow/0/switch/expression", "The expression ends too early", Steps("{ \"switch\": { \"mode\": \"expression\", \"expression\": \"item.total >«\" } }") },
        { Severity.Error, Codes.UnknownFunction, "/workflow/0/log/message", "There is no function 'uper': did you mean 'upper'?", Steps("{ \"log\": { \"message\": \"{{= «uper($.name) }}\" } }") },
        { Severity.Hint, Codes.UnknownFunction, "/workflow/0/log/message", "There is no function 'toUper'", Steps("{ \"log\": { \"message\": \"{{$.name.«toUper()}}\" } }") },
        { Severity.Warning, Codes.UnknownFunction, "/workflow/0/switch/expression", "There is no function 'siez'", Steps("{ \"switch\": { \"mode\": \"expression\", \"expression\": \"item.«siez() > 1 ? 'a' : 'b'\" } }") },
        { Severity.Error, Codes.SecretAsText, "/workflow/0/log/message", "$secrets can only be handed to a parameter that takes a secret", Steps("{ \"log\": { \"message\": \"Key {{«$secrets.KEY}}\" } }") },
        { Severity.Error, Codes.SecretAsText, "/workflow/0/log/message", "never in a text, in the state or in a log", Steps("{ \"log\": { \"message\": \"{{= upper(«$secrets.KEY) }}\" } }") },
        { Severity.Error, Codes.SecretAsText, "/workflow/0/$.key", "$secrets can only be handed", Steps("{ \"$.key\": \"«$secrets.KEY\" }") },
        { Severity.Error, Codes.SecretAsText, "/workflow/0/$.key", "$secrets can only be handed", Steps("{ \"$.key\": \"$.a + «$secrets.KEY\" }") },
        { Severity.Error, Codes.SecretAsText, "/workflow/0/switch/expression", "$secrets can only be handed", Steps("{ \"switch\": { \"mode\": \"expression\", \"expression\": \"«$secrets.KEY\" } }") },
        { Severity.Warning, Codes.UnknownParameter, "/workflow/0/log/mesage", "'log' has no parameter 'mesage': did you mean 'message'?", Steps("{ \"log\": { «\"mesage\": 1 } }") },
        { Severity.Warning, Codes.UnknownParameter, "/workflow/0/sort/fieldsToSortBy/0/fieldNme", "An entry of 'fieldsToSortBy' has no 'fieldNme': did you mean 'fieldName'?", Steps("{ \"sort\": { \"fieldsToSortBy\": [{ \"fieldName\": \"a\", «\"fieldNme\": \"b\" }] } }") },
        { Severity.Warning, Codes.MissingParameter, "/workflow/0", "'math' needs the parameter 'values' (The numbers)", Steps("{ «\"math\": { \"operation\": \"add\" } }") },
        { Severity.Warning, Codes.MissingParameter, "/workflow/0/log/success?", "'limit' is only named here, so it runs without a config", Steps("{ \"log\": { \"message\": 1, \"success?\": «\"limit\" } }") },
        { Severity.Warning, Codes.MissingParameter, "/workflow/0/filter/conditions/0", "An entry of 'conditions' needs 'operation'", Steps("{ \"filter\": { \"items\": \"$.a\", \"conditions\": [«{ \"field\": \"a\" }] } }") },
        { Severity.Warning, Codes.InvalidParameter, "/workflow/0/math/operation", "'operation' must be one of add, subtract, multiply, divide: did you mean 'add'?", Steps("{ \"math\": { \"operation\": «\"ad\", \"values\": [] } }") },
        { Severity.Warning, Codes.InvalidParameter, "/workflow/0/wait/for", "a duration such as \"30s\" or \"5m\"", Steps("{ \"wait\": { \"for\": «\"soon\" } }") },
        { Severity.Warning, Codes.InvalidParameter, "/workflow/0/filter/conditions/0/operation", "did you mean 'equals'?", Steps("{ \"filter\": { \"items\": \"$.a\", \"conditions\": [{ \"field\": \"a\", \"operation\": «\"equal\", \"value\": 1 }] } }") },
        { Severity.Warning, Codes.InvalidParameter, "/workflow/0/filter/conditions/0", "must be an object with field, dataType, operation", Steps("{ \"filter\": { \"items\": \"$.a\", \"conditions\": [«\"a = 1\"] } }") },
        { Severity.Warning, Codes.InvalidParameter, "/workflow/0/log/message/0/0/0/0/0/0/0/0/0/0/0", "Maximum resolution depth (10) exceeded", Steps("{ \"log\": { \"message\": " + new string('[', 10) + "[«[]]" + new string(']', 10) + " } }") },
        { Severity.Warning, Codes.UnknownEdge, "/workflow/0/log/sucess?", "'log' never takes the edge 'sucess': did you mean 'success'?", Steps("{ \"log\": { \"message\": 1, «\"sucess?\": \"empty\" } }") },
        { Severity.Warning, Codes.LoopNeverEnds, "/workflow/0", "Write null for the edge that is to leave it", Steps("{ «\"empty...\": { \"nothing?\": \"empty\" } }") },
        { Severity.Warning, Codes.UnknownKey, "/setings", "'setings' is kept but has no meaning: did you mean 'settings'?", Head("«\"setings\": {}") },
        { Severity.Warning, Codes.UnknownKey, "/settings/keep/megabyte", "did you mean 'megabytes'?", Head("\"settings\": { \"keep\": { «\"megabyte\": 5 } }") },
        { Severity.Warning, Codes.UnknownKey, "/settings/timeuot", "did you mean 'timeout'?", Head("\"settings\": { «\"timeuot\": \"5m\" }") },
        { Severity.Warning, Codes.UnknownKey, "/inputs/n/requird", "did you mean 'required'?", Head("\"inputs\": { \"n\": { «\"requird\": true } }") },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void EachIsFoundAtItsPlace(Severity severity, string code, string path, string message, string marked)
    {
        var before = marked[..marked.IndexOf(Mark)];
        var reading = Engine.Read(marked.Replace(Mark.ToString(), "", StringComparison.Ordinal));
        var finding = Assert.Single(reading.Diagnostics);
        Assert.Equal((severity, code), (finding.Severity, finding.Code));
        Assert.Contains(message, finding.Message);
        Assert.Equal(path, finding.Path);
        Assert.Equal((before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n')), (finding.Line, finding.Column));
        Assert.Equal(severity != Severity.Error, reading.IsValid);
    }

    [Fact]
    public void EveryCodeIsAmongThem()
    {
        var all = typeof(Codes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Empty(all.Except(Findings.Select(row => (string)row[1])));
    }

    private static string Steps(string steps) => $"{{\n  \"id\": \"t\", \"name\": \"n\", \"version\": \"1.0.0\",\n  \"workflow\": [\n    {steps}\n  ]\n}}";

    private static string Head(string member) => $"{{\n  \"id\": \"t\", \"name\": \"n\", \"version\": \"1.0.0\",\n  {member},\n  \"workflow\": [\"empty\"]\n}}";
}
