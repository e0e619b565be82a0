using System.Globalization;
using System.Text;
using MetaRL.Files;
using MetaRL.Learners;

namespace MetaRL.Runs;

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
    private FileStream? _file;

    /// <summary>
    /// A run's file after an iteration; rows beyond it are to be cut, since they will be computed again.
    /// </summary>
    public MetricsFile(string path, long iteration)
    {
        var table = MetricsTable.Read(path);
        (_path, Kept) = (path, table.UpTo(iteration));
        IsCut = Kept.Rows.Count < table.Rows.Count;
        _outer = [.. Kept.Columns.Skip(FirstColumns.Count)];
    }

    /// <summary>What is in the file and stays.</summary>
    public MetricsTable Kept { get; }

    /// <summary>Whether something is in the file that does not stay.</summary>
    public bool IsCut { get; }

    /// <summary>Names of all columns without units.</summary>
    public IReadOnlyList<string> Columns => [.. FirstColumns.Select(column => column.Split(" [")[0]), .. _outer];

    /// <summary>Leaves in the file what stays.</summary>
    public void Cut()
    {
        if (Kept.Rows.Count == 0)
        {
            File.Delete(_path);
            return;
        }

        // Rewritten even if nothing is cut, for the sake of a last line without its end.
        AtomicFile.Write(_path, string.Concat(Kept.Rows.Select(Line).Prepend(string.Join(',', Kept.Header) + "\n")));
    }

    /// <summary>Appends a row to what stays.</summary>
    /// <returns>Its numbers, in the order of <see cref="Columns"/>.</returns>
    public IReadOnlyList<double> Append(MetaState state, MetaMetrics metrics, TimeSpan elapsed)
    {
        var header = _file is null ? Open(metrics.Outer.Keys) : "";
        double[] row =
        [
            state.Iteration, state.EnvSteps, metrics.ReturnBefore, metrics.ReturnAfter, elapsed.TotalSeconds,
            .. _outer.Select(name => metrics.Outer.TryGetValue(name, out var number) ? number : double.NaN),
        ];
        _file!.Write(Encoding.UTF8.GetBytes(header + Line(row)));
        return row;
    }

    public void Dispose() => _file?.Dispose();

    private static string Line(IReadOnlyList<double> row) => string.Join(',', row.Select(Text)) + "\n";

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // The line to begin with: the header of a file that is not there yet, else none.
    private string Open(IEnumerable<string> outerNames)
    {
        var isNew = !File.Exists(_path);
        // Without a buffer, since what a full disk does not take would be written once more on closing.
        _file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (!isNew)
        {
            return "";
        }

        _outer.AddRange(outerNames);
        var outer = _outer.Select(name => Units.TryGetValue(name, out var unit) ? $"{name} [{unit}]" : name);
        return string.Join(',', FirstColumns.Concat(outer)) + "\n";
    }
}
