using Workscript.Engine.Values;

namespace Workscript.Engine.Nodes;

/// <summary>
/// The data tables of the server: named lists of records, each with an <c>id</c> of its own in its table. A table is there as soon as it is used. A
/// change is made once for the step that asks for it: should it ask again, it gets the answer that it got before. What cannot be done is a
/// <see cref="NodeException"/> with a code.
/// </summary>
public abstract class DataTables
{
    /// <summary>Inserts a record; one with the same id is replaced.</summary>
    public abstract Task InsertAsync(string table, ValueMap record, StepOfRun by, CancellationToken cancellation);

    /// <summary>Records that match, in the order in which they were inserted: those after the first <paramref name="offset"/>, up to the limit.</summary>
    public abstract Task<ValueList> ListAsync(string table, RecordQuery query, int offset, int limit, CancellationToken cancellation);

    /// <summary>Lays the changes over every record that matches, and answers how many those were: all are changed, or none.</summary>
    public abstract Task<int> UpdateAsync(string table, RecordQuery query, ValueMap changes, StepOfRun by, CancellationToken cancellation);

    /// <summary>Deletes every record that matches, and answers how many those were.</summary>
    public abstract Task<int> DeleteAsync(string table, RecordQuery query, StepOfRun by, CancellationToken cancellation);
}
