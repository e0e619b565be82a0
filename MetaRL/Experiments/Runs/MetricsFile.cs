using System.Globalization;
using MetaRL.Evaluation;
using MetaRL.Learners;

namespace MetaRL.Experiments.Runs;

/// <summary>
/// The writing end of <c>metrics.csv</c>: a row after each meta-iteration, on the disk before the next begins.
/// </summary>
internal sealed class MetricsFile : IDisposable
{
    /// <summary>Columns of every run; after them come those of its outer optimiser.</summary>
    public static readonly IReadOnlyList<string> FirstColumns =
        ["iteration", "env_steps [steps]", "return_before [return]", "return_after [return]", "seconds [s]"];

    // Units of the outer optimisers' numbers; the others are plain numbers.
    private static readonly Dictionary<string, string> Units = new() { ["kl"] = "nats" };

    private readonly string _path;
    private readonly List<string> _outer; // names of the outer optimiser's columns
    private StreamWriter? _writer;

    private MetricsFile(string path, MetricsTable kept, bool isCut) =>
        (_path, Kept, IsCut, _outer) = (path, kept, isCut, [.. kept.Columns.Skip(FirstColumns.Count)]);

    /// <summary>What was in the file and stays.</summary>
    public MetricsTable Kept { get; }

    /// <summary>Whether something was in the file that does not stay.</summary>
    public bool IsCut { get; }

    /// <summary>Names of all columns without units.</summary>
    public IReadOnlyList<string> Columns => [.. FirstColumns.Select(column => column.Split(" [")[0]), .. _outer];

    /// <summary>
    /// Opens a run's file after an iteration; rows beyond it are cut, since they will be computed again.
    /// </summary>
    public static MetricsFile OpenAfter(string path, long iteration)
    {
        var table = MetricsTable.Read(path);
        var rows = table.Rows.Where(row => row[0] <= iteration).ToArray();
        if (rows.Length == 0)
        {
            File.Delete(path);
        }
        else
        {
            // Rewritten even if nothing is cut, for the sake of a last line without its end.
            var lines = rows.Select(row => string.Join(',', row.Select(Text))).Prepend(string.Join(',', table.Header));
            AtomicFile.Write(path, string.Concat(lines.Select(line => line + "\n")));
        }

        return new MetricsFile(path, MetricsTable.Read(path), rows.Length < table.Rows.Count);
    }

    /// <summary>Appends a row.</summary>
    /// <returns>Its numbers, in the order of <see cref="Columns"/>.</returns>
    public IReadOnlyList<double> Append(MetaState state, MetaMetrics metrics, TimeSpan elapsed)
    {
        _writer ??= Open(metrics.Outer.Keys);
        double[] row =
        [
            state.Iteration, state.EnvSteps, metrics.ReturnBefore, metrics.ReturnAfter, elapsed.TotalSeconds,
            .. _outer.Select(name => metrics.Outer.TryGetValue(name, out var number) ? number : double.NaN),
        ];
        _writer.Write(string.Join(',', row.Select(Text)) + "\n");
        _writer.Flush();
        return row;
    }

    public void Dispose() => _writer?.Dispose();

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private StreamWriter Open(IEnumerable<string> outerNames)
    {
        var isNew = !File.Exists(_path);
        var writer = new StreamWriter(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read));
        if (isNew)
        {
            _outer.AddRange(outerNames);
            var outer = _outer.Select(name => Units.TryGetValue(name, out var unit) ? $"{name} [{unit}]" : name);
            writer.Write(string.Join(',', FirstColumns.Concat(outer)) + "\n");
        }

        return writer;
    }
}
