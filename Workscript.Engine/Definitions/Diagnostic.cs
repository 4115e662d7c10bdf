namespace Workscript.Engine.Definitions;

public enum Severity
{
    Error,
    Warning,
    Hint,
}

/// <summary>
/// One finding about a document. <paramref name="Path"/> is a JSON pointer (RFC 6901) into it, <paramref name="Line"/> and
/// <paramref name="Column"/> count from 1, columns in characters.
/// </summary>
public sealed record Diagnostic(Severity Severity, string Code, string Path, string Message, int Line, int Column);

/// <summary>The codes of <see cref="Diagnostic"/>.</summary>
public static class Codes
{
    public const string InvalidJson = "INVALID_JSON";
    public const string DuplicateKey = "DUPLICATE_KEY";
    public const string SchemaValidationError = "SCHEMA_VALIDATION_ERROR";
    public const string NodeTypeNotFound = "NODE_TYPE_NOT_FOUND";
    public const string EdgeTargetNotFound = "EDGE_TARGET_NOT_FOUND";
    public const string InvalidStateSetterSyntax = "INVALID_STATE_SETTER_SYNTAX";
    public const string InvalidExpression = "INVALID_EXPRESSION";
    public const string UnknownFunction = "UNKNOWN_FUNCTION";
    public const string SecretAsText = "SECRET_AS_TEXT";
    public const string UnknownParameter = "UNKNOWN_PARAMETER";
    public const string MissingParameter = "MISSING_PARAMETER";
    public const string InvalidParameter = "INVALID_PARAMETER";
    public const string UnknownEdge = "UNKNOWN_EDGE";
    public const string LoopNeverEnds = "LOOP_NEVER_ENDS";
    public const string UnknownKey = "UNKNOWN_KEY";
}
