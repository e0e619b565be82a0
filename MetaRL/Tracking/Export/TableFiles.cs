using MetaRL.Files;

namespace MetaRL.Tracking.Export;

/// <summary>How tidy tables are written.</summary>
public enum TableFormat
{
    /// <summary>RFC 4180 with a line of names; nothing between commas where a value is missing.</summary>
    Csv,

    /// <summary>Apache Parquet, a row group for each block.</summary>
    Parquet,

    /// <summary>An array of objects, one for each row.</summary>
    Json,
}

/// <summary>Files of tidy tables.</summary>
public static class TableFiles
{
    private const int Buffer = 1 << 16; // bytes

    /// <summary>Writes a table; one without any block is not written.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">Name of the table.</param>
    /// <param name="blocks">Its rows, read once.</param>
    /// <param name="format">How.</param>
    /// <returns>The file and its rows; null where there was no block.</returns>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static (string Path, long Rows)? Write(
        string folder, string name, IEnumerable<TidyBlock> blocks, TableFormat format)
    {
        using var all = blocks.GetEnumerator();
        if (!all.MoveNext())
        {
            return null;
        }

        var path = Path.Combine(folder, $"{name}.{format.ToString().ToLowerInvariant()}");
        var rows = 0L;
        AtomicFile.Write(path, file =>
        {
            using var buffered = new BufferedStream(file, Buffer);
            using ITableWriter writer = format switch
            {
                TableFormat.Csv => new CsvWriter(buffered, all.Current),
                TableFormat.Json => new JsonWriter(buffered),
                _ => new ParquetTableWriter(buffered, all.Current),
            };
            do
            {
                writer.Write(all.Current);
                rows += all.Current.Count;
            }
            while (all.MoveNext());
        });
        return (path, rows);
    }
}

/// <summary>Writes one table; its end is written when it is disposed.</summary>
internal interface ITableWriter : IDisposable
{
    /// <summary>Appends rows.</summary>
    void Write(TidyBlock block);
}
