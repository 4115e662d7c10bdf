namespace Workscript.Web.Features.Runs;

/// <summary>A run cannot be recorded, and so must not go on.</summary>
internal sealed class JournalException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A step left more than one row of this database holds: the run grew too large, and the database is well.</summary>
internal sealed class RecordTooLargeException(string message) : Exception(message);

/// <summary>The server stops; the run goes on in the next one.</summary>
internal sealed class RunParkedException : OperationCanceledException;
