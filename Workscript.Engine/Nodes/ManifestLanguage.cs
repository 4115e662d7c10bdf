namespace Workscript.Engine.Nodes;

/// <summary>The language in a page, for <see cref="Manifest"/>.</summary>
internal static class ManifestLanguage
{
    // FUNCTIONS stands for the list of functions.
    public const string Text = """
        # Workscript

        A workflow is one JSON document. A run executes its steps in order and keeps its values in one object, the state.

        ## Document

        {
          "id": "order-intake",
          "name": "Order intake",
          "version": "1.0.0",
          "description": "What it is for",
          "inputs": { "total": { "type": "number", "required": true, "help": "In euros" }, "country": { "type": "string", "choices": ["DE", "FR"], "default": "DE" } },
          "initialState": { "threshold": 100 },
          "settings": { "onError": "fail", "timeout": "5m" },
          "workflow": [
            { "$.tax": "$.total * 0.19" },
            { "logic": { "operation": "greater", "values": ["$.total", "$.threshold"], "true?": [{ "log": { "message": "{{$.total}} is a large order" } }], "false?": null } }
          ]
        }

        - id: letters, digits, - and _. version: three numbers. Needed: id, name, version, workflow.
        - inputs: what a run is given, by name: type string|number|integer|boolean|array|object|file, required, default, choices, help, secret. The values are in the state under their names: $.total.
        - settings: onError fail (an error edge that a step does not name fails the run; write this) or continue; timeout; maxSteps (100000); maxLoops (1000 passes of one loop); concurrency, concurrencyKey, onConflict queue|skip|cancel, onFailure, keep.

        ## Steps

        step   = "node" | { "node": { config } } | { "$.path": value }      an object has exactly one key
        config = "parameter": value | "edge?": route | "@option": value
        route  = null | "node" | step | [step, ...]

        - A node leaves along one of its edges. The steps that the config names for that edge run; then the sequence that holds the node goes on. null does nothing. An edge that is not named lets the sequence go on.
        - A name that is also the key of a top-level step is a jump there, when a top-level step names it; everywhere else it runs that node with an empty config.
        - { "$.a.b": value } sets a value in the state and makes the objects on the way. Names have letters, digits and _. With edges or options: { "$.a": { "value": 1, "@name": "Reset" } }.
        - "node..." is a loop: the node runs, and if its edge leads to steps, they run and the node runs again. It ends when the edge is null or not named. Leave the loop's last edge (complete?, done?) out or null.
        - A finer edge (written finer -> general below) is taken where it is named, else the general one is.
        - The data in braces after an edge is $input of the first step on that edge and of the step that follows. What a node writes to the state is under "state:" as $.key.

        ## Values

        Text in a config is, in this order:
        1. "$.a.b": the value itself, with its type. A missing value counts as a parameter that is not given.
        2. "$.price * $.qty", "$.items[$.i].name": the whole text begins with $. and is an expression: its value.
        3. "{{= expression }}": its value, with its type. Write this where an expression does not begin with $. .
        4. "Hello {{$.name}}, you owe {{= round($.sum, 2) }}": text with holes; missing becomes empty, objects become JSON.
        5. anything else: plain text. "Hello $.name" is plain text.

        Expressions: literals 1 'text' true null [a, b] {a: 1}; $.a.b, $.a[0], $.a[-1] from the end, $.a['x-y']; roots $ (state), $input, $run (id, workflowId, attempt, stepKey, startedAt, callbackUrl), $trigger, $vars.NAME;
        ! - * / % + - < <= > >= == != && || ?? ?: by precedence; + joins text; .length of texts and lists; x.f(y) is f(x, y). No assignment, no statements. A missing member is null; use default(value, other).
        FUNCTIONS

        ## Errors

        A node that cannot do its work takes its error edge with { error, code }: "error?": [{ "log": { "message": "{{= $input.error }}" } }, "stop"]. With "error?" named, the run goes on after it.

        Options of every step: "@name": "What people call it", "@note": "text", "@disabled": true, "@timeout": "30s", "@onInterrupted": "retry",
        "@retry": { "attempts": 5, "delay": "2s", "backoff": "exponential", "maxDelay": "1h", "on": ["TIMEOUT", "HTTP_5XX"] }.
        Durations: "500ms", "30s", "5m", "1h 30m", "2d", or milliseconds.

        ## Nodes

        * means required, = the default, -> the general edge that a finer one falls back to. Every node may take error{error,code}.

        """;
}
