using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// What nodes may ask of the world: the clock, chance, HTTP, scripts, files, what is stored, other workflows. The one port between the engine and
/// its surroundings. As it stands it has a clock and chance and refuses the rest; a server or a test overrides what it offers.
/// </summary>
public class NodeHost
{
    public virtual TimeProvider Time => TimeProvider.System;

    /// <summary>Named values of the server, readable as <c>$vars.NAME</c>.</summary>
    public virtual ValueMap Variables => ValueMap.Empty;

    /// <summary>The address that other systems call to answer a run that waits for it; null where there is none.</summary>
    public virtual string? CallbackUrl(string runId) => null;

    /// <summary>A number of at least 0 and less than 1.</summary>
    public virtual double NextRandom() => Random.Shared.NextDouble();

    /// <summary>Sends a request and reads its answer. A failure to get an answer is a <see cref="NodeException"/> with a code.</summary>
    public virtual Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation) =>
        throw new NodeException("NOT_AVAILABLE", "HTTP requests are not available here");

    /// <summary>Runs a script in a closed interpreter. A script that does not compile, throws or passes a limit is a <see cref="NodeException"/>: <see cref="ScriptException"/> for what the script did wrong.</summary>
    public virtual Task<Value> RunScriptAsync(ScriptCall call, CancellationToken cancellation) =>
        throw new NodeException("NOT_AVAILABLE", "Scripts are not available here");

    /// <summary>What runs remember of the items that they have seen; null where nothing outlives a run.</summary>
    public virtual SeenItems? Seen => null;

    /// <summary>Readers of HTML and Markdown; null where there are none.</summary>
    public virtual Markup? Markup => null;

    /// <summary>The files that workflows may use.</summary>
    public virtual FileFolder Files => throw new NodeException("NOT_AVAILABLE", "Files are not available here");

    /// <summary>Files that are known by what is said of them.</summary>
    public virtual ResourceShelf Resources => throw new NodeException("NOT_AVAILABLE", "Resources are not available here");

    public virtual DataTables Tables => throw new NodeException("NOT_AVAILABLE", "Data tables are not available here");

    public virtual KeyStore Store => throw new NodeException("NOT_AVAILABLE", "The store is not available here");

    /// <summary>Runs another workflow. Repeated with the same key by the same run, it answers with the run that it started first.</summary>
    public virtual Task<ChildRun> RunWorkflowAsync(ChildRunCall call, CancellationToken cancellation) =>
        throw new NodeException("NOT_AVAILABLE", "Other workflows are not available here");

    /// <summary>A line for the server's log. Never called with state or secrets other than what a workflow logs on purpose.</summary>
    public virtual void Log(string runId, LogLine line)
    {
    }
}

/// <summary>A request as a node means it. <paramref name="Timeout"/> covers the whole of it, redirects and reading included.</summary>
public sealed record HttpCall(string Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body, TimeSpan Timeout);

/// <summary>An answer read whole. Header names are in lower case; <paramref name="Url"/> is where redirects led.</summary>
public sealed record HttpAnswer(int Status, string StatusText, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, Uri Url, bool Redirected);

/// <summary>A failure that a node or its host foresaw but could not answer with an outcome.</summary>
public class NodeException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>An upper-case code such as <c>TIMEOUT</c>.</summary>
    public string Code { get; } = code;
}

public enum LogLevel
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>What a step logged. The message is missing where a log step had none.</summary>
public readonly record struct LogLine(LogLevel Level, Value Message);
