namespace Workscript.Engine.Schemas;

/// <summary>The part of the schema of a workflow that is the same for every catalogue; <see cref="WorkflowSchema"/> adds the nodes.</summary>
internal static class SchemaFrame
{
    // What applies to objects only, such as properties, lets everything else pass: a setter's value is any JSON, and a step may be text.
    public const string Text = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Workscript workflow",
          "description": "A workflow: steps that run in order, each a node with its parameters and what follows on its edges",
          "type": "object",
          "required": ["id", "name", "version", "workflow"],
          "properties": {
            "$schema": { "description": "Where this schema is, for editors" },
            "id": { "description": "Identifies the workflow: letters, digits, - and _", "type": "string", "pattern": "^[a-zA-Z0-9_-]+$", "maxLength": 128, "examples": ["order-intake"] },
            "name": { "description": "What people call it", "type": "string", "minLength": 1 },
            "version": { "description": "Three numbers", "type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+$", "default": "1.0.0" },
            "description": { "description": "What it is for" },
            "initialState": { "description": "The state that every run begins with; taken as it is, without references", "type": "object" },
            "inputs": {
              "description": "What a run is given: a name and a declaration for each. The values land in the state under their names",
              "type": "object",
              "additionalProperties": { "$ref": "#/$defs/input" }
            },
            "settings": { "$ref": "#/$defs/settings" },
            "workflow": { "description": "The steps, in order", "type": "array", "minItems": 1, "maxItems": 10000, "items": { "$ref": "#/$defs/step" } }
          },
          "$defs": {
            "input": {
              "type": "object",
              "properties": {
                "type": { "description": "What kind of value it is", "enum": ["string", "number", "integer", "boolean", "array", "object", "file"], "default": "string" },
                "required": { "description": "Whether a run cannot do without it", "type": "boolean", "default": false },
                "default": { "description": "The value when none is given" },
                "choices": { "description": "The values that may be given", "type": "array" },
                "help": { "description": "What it means, for the person who starts a run", "type": "string" },
                "secret": { "description": "Whether it must not be shown", "type": "boolean", "default": false }
              },
              "allOf": [
                { "if": { "properties": { "required": { "const": true } }, "required": ["required"] }, "then": { "properties": { "default": { "not": { "type": "null" } } } } },
                { "if": { "properties": { "type": { "enum": ["string", "file"] } } }, "then": { "properties": { "default": { "type": ["string", "null"] }, "choices": { "items": { "type": "string" } } } } },
                { "if": { "properties": { "type": { "const": "number" } }, "required": ["type"] }, "then": { "properties": { "default": { "type": ["number", "null"] }, "choices": { "items": { "type": "number" } } } } },
                { "if": { "properties": { "type": { "const": "integer" } }, "required": ["type"] }, "then": { "properties": { "default": { "type": ["integer", "null"] }, "choices": { "items": { "type": "integer" } } } } },
                { "if": { "properties": { "type": { "const": "boolean" } }, "required": ["type"] }, "then": { "properties": { "default": { "type": ["boolean", "null"] }, "choices": { "items": { "type": "boolean" } } } } },
                { "if": { "properties": { "type": { "const": "array" } }, "required": ["type"] }, "then": { "properties": { "default": { "type": ["array", "null"] }, "choices": { "items": { "type": "array" } } } } },
                { "if": { "properties": { "type": { "const": "object" } }, "required": ["type"] }, "then": { "properties": { "default": { "type": ["object", "null"] }, "choices": { "items": { "type": "object" } } } } }
              ]
            },
            "settings": {
              "type": "object",
              "properties": {
                "timeout": { "description": "How long a run may work; waiting does not count", "$ref": "#/$defs/duration" },
                "maxSteps": { "description": "How many steps a run may execute", "$ref": "#/$defs/count", "default": 100000 },
                "maxLoops": { "description": "How many passes a loop may make", "$ref": "#/$defs/count", "default": 1000 },
                "onError": { "description": "Whether an error edge that a step does not name fails the run", "enum": ["fail", "continue"], "default": "continue" },
                "concurrency": { "description": "How many runs of the workflow may be under way at once, those that wait for something included; 1 where only concurrencyKey is given", "$ref": "#/$defs/count" },
                "concurrencyKey": { "description": "An expression over the state at the start; the limit counts for each of its values by itself", "type": "string", "minLength": 1, "examples": ["$.customer.id"] },
                "onConflict": { "description": "What becomes of a run for which there is no room: queue lets it wait for its turn, skip records it as cancelled with the code SKIPPED, cancel ends the oldest for it", "enum": ["queue", "skip", "cancel"], "default": "queue" },
                "onFailure": { "description": "The id of the workflow to run when this one fails", "type": "string", "minLength": 1 },
                "keep": {
                  "description": "Which of the runs that are over are kept: for how long, or by several limits",
                  "anyOf": [{ "$ref": "#/$defs/duration" }, { "$ref": "#/$defs/keep" }],
                  "examples": ["30d", { "age": "30d", "failed": "90d", "runs": 1000, "megabytes": 200 }]
                }
              }
            },
            "keep": {
              "type": "object",
              "properties": {
                "age": { "description": "How long", "$ref": "#/$defs/duration" },
                "failed": { "description": "How long those that failed", "$ref": "#/$defs/duration" },
                "runs": { "description": "At most so many; the oldest that went well are the first to go", "$ref": "#/$defs/count" },
                "megabytes": { "description": "At most so many as take this much; the oldest that went well are the first to go", "$ref": "#/$defs/count" }
              }
            },
            "count": { "type": "integer", "minimum": 1, "maximum": 2147483647 },
            "duration": {
              "type": ["string", "number"],
              "pattern": "^\\s*([0-9]+(\\.[0-9]+)?\\s*(ms|s|m|h|d|w)\\s*)+$",
              "maxLength": 63,
              "minimum": 0,
              "maximum": 3153600000000,
              "examples": ["30s", "5m", "1h 30m"]
            },
            "step": { "anyOf": [{ "$ref": "#/$defs/stepName" }, { "$ref": "#/$defs/stepObject" }] },
            "route": {
              "description": "What follows on this edge: null for nothing, a top-level step or a node by its name, a step, or a list of steps",
              "anyOf": [
                { "type": "null" },
                { "$ref": "#/$defs/stepName" },
                { "$ref": "#/$defs/stepObject" },
                { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/step" } }
              ]
            },
            "members": {
              "properties": {
                "@name": { "description": "What the step is called on pages", "type": "string" },
                "@note": { "description": "What a reader should know", "type": "string" },
                "@disabled": { "description": "Whether the step is passed over", "type": "boolean" },
                "@timeout": { "description": "How long one try of the step may take", "$ref": "#/$defs/duration" },
                "@retry": { "$ref": "#/$defs/retry" },
                "@onInterrupted": { "description": "What becomes of the step when the server stopped in the middle of it", "enum": ["retry", "error"], "default": "error" },
                "@pin": { "$ref": "#/$defs/pin" }
              },
              "patternProperties": {
                "^[a-zA-Z0-9_-]+\\?$": { "$ref": "#/$defs/route" },
                "^@(?!(name|note|disabled|timeout|retry|onInterrupted|pin)$)": false
              }
            },
            "config": {
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/members" }],
              "propertyNames": { "pattern": "^(@.*|[a-zA-Z0-9_-]+(\\.\\.\\.|\\?)?)$" }
            },
            "setter": {
              "description": "A value for the state. An object may hold value, and edges",
              "allOf": [{ "$ref": "#/$defs/members" }],
              "properties": { "value": { "description": "The value, where the object has edges or options as well" } }
            },
            "pin": {
              "description": "What the step comes to in test runs, in place of being executed",
              "type": "object",
              "required": ["edge"],
              "properties": {
                "edge": { "description": "The edge that it takes", "type": "string" },
                "data": { "description": "What it hands on" },
                "changes": {
                  "description": "What it leaves in the state, by path",
                  "type": "object",
                  "patternProperties": { "^(\\$\\.)?[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z0-9_]+)*$": true },
                  "additionalProperties": false
                }
              },
              "additionalProperties": false
            },
            "retry": {
              "description": "Tries the step again when it fails",
              "type": "object",
              "required": ["attempts"],
              "properties": {
                "attempts": { "description": "How often it is tried at most", "type": "integer", "minimum": 1, "maximum": 100 },
                "delay": { "description": "How long to wait before the second try", "$ref": "#/$defs/duration", "default": "1s" },
                "backoff": { "description": "Whether each wait is twice the one before", "enum": ["exponential", "fixed"], "default": "exponential" },
                "maxDelay": { "description": "The longest wait", "$ref": "#/$defs/duration", "default": "1h" },
                "on": { "description": "The codes to try again on; without it, all that may pass", "type": "array", "items": { "type": "string" }, "examples": [["TIMEOUT", "HTTP_5XX", "HTTP_429"]] }
              },
              "additionalProperties": false
            }
          }
        }
        """;
}
