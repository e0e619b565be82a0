using System.Globalization;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Runs;

/// <summary>A run's <c>metrics.csv</c>: a row per meta-iteration.</summary>
public sealed class MetricsTable
{
    private readonly string _file;

    private MetricsTable(string file, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<double>> rows)
    {
        (_file, Header, Rows) = (file, header, rows);
        Columns = [.. header.Select(column => column.Split(" [")[0])];
    }

    /// <summary>Names with their units, as in the file: <c>env_steps [steps]</c>.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Names without units.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// One row per meta-iteration, in the order of <see cref="Columns"/>; NaN where a number is missing.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>> Rows { get; }

    /// <summary>Values of one column.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public IReadOnlyList<double> this[string column]
    {
        get
        {
            var index = Columns.ToList().IndexOf(column);
            return index >= 0
                ? [.. Rows.Select(row => row[index])]
                : throw new KeyNotFoundException(
                    $"{_file} has no column '{column}'; it has {string.Join(", ", Columns)}.");
        }
    }

    /// <summary>
    /// Return on training tasks after adapting, mean over the last tenth of the iterations, since one's is noisy.
    /// </summary>
    /// <param name="iterations">Looked at, from the first on; all by default.</param>
    /// <returns>NaN where there is none.</returns>
    public double TrainingReturn(int iterations = int.MaxValue)
    {
        double[] returns = [.. this["return_after"].Take(iterations)];
        return returns.TakeLast(Math.Max(1, returns.Length / 10)).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>Reads a file; one that is not there, or has no row yet, is an empty table.</summary>
    /// <remarks>
    /// A last line without its end is left out: the process that wrote it was stopped, or is still writing.
    /// </remarks>
    /// <exception cref="RunDirectoryException">A line is malformed.</exception>
    public static MetricsTable Read(string path)
    {
        var text = File.Exists(path) ? ReadShared(path) : "";
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
        {
            return new MetricsTable(path, [.. MetricsFile.FirstColumns], []);
        }

        var header = lines[0].Split(',');
        if (!header.Take(MetricsFile.FirstColumns.Count).SequenceEqual(MetricsFile.FirstColumns))
        {
            throw new RunDirectoryException(
                $"{path}:1: These are no metrics of MetaRL: the header must begin with"
                + $" {string.Join(',', MetricsFile.FirstColumns)}.");
        }

        var rows = lines.Skip(1).Select((line, index) => Row(line, $"{path}:{index + 2}", header.Length));
        return new MetricsTable(path, header, [.. rows]);
    }

    /// <summary>
    /// The rows up to an iteration; where there is none, a table without columns of an outer optimiser.
    /// </summary>
    internal MetricsTable UpTo(long iteration)
    {
        var rows = Rows.Where(row => row[0] <= iteration).ToArray();
        return new MetricsTable(_file, rows.Length > 0 ? Header : MetricsFile.FirstColumns, rows);
    }

    /// <summary>The table as a learning curve.</summary>
    /// <param name="name">Name of the algorithm.</param>
    public LearningSeries Learning(string name)
    {
        var (seconds, elapsed) = (this["seconds"], 0.0);
        return new(name, this["env_steps"], this["return_before"], this["return_after"])
        {
            Seconds = [.. seconds.Select(one => elapsed += one)],
        };
    }

    private static double[] Row(string line, string place, int columns)
    {
        var cells = line.Split(',');
        var row = new double[columns];
        for (var column = 0; column < columns; column++)
        {
            if (cells.Length != columns
                || !double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out row[column]))
            {
                throw new RunDirectoryException(
                    $"{place}: A row must be {columns} numbers, but is {line};"
                    + " delete the run directory to begin anew.");
            }
        }

        return row;
    }

    // The run may be writing at this moment.
    private static string ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
