using Parquet;
using Parquet.Schema;

namespace MetaRL.Tracking.Export;

/// <summary>Apache Parquet: a row group for each block that has rows.</summary>
internal sealed class ParquetTableWriter : ITableWriter
{
    private readonly DataField[] _fields;
    private readonly ParquetWriter _writer;

    public ParquetTableWriter(Stream file, TidyBlock first)
    {
        _fields = [.. first.Columns.Select(Field)];
        _writer = Wait(ParquetWriter.CreateAsync(new ParquetSchema(_fields), file));
    }

    public void Write(TidyBlock block)
    {
        if (block.Count == 0)
        {
            return;
        }

        using var group = _writer.CreateRowGroup();
        foreach (var (field, column) in _fields.Zip(block.Columns))
        {
            WriteColumn(group, field, column).GetAwaiter().GetResult();
        }

        group.CompleteValidate();
    }

    public void Dispose() => _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static DataField Field(TidyColumn column) => column switch
    {
        WholeColumn => new DataField<long?>(column.Name),
        NumberColumn => new DataField<double?>(column.Name),
        _ => new DataField<string>(column.Name),
    };

    private static Task WriteColumn(ParquetRowGroupWriter group, DataField field, TidyColumn column) => column switch
    {
        WholeColumn whole => group.WriteAsync<long>(field, whole.Values.ToArray().AsMemory()),
        NumberColumn number => group.WriteAsync<double>(field, number.Values.ToArray().AsMemory()),
        TextColumn text => group.WriteAsync(field, text.Values.ToArray()!),
        _ => throw new ArgumentException($"A column is text or numbers, not {column.GetType().Name}."),
    };

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
