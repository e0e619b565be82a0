using static TorchSharp.torch;

namespace MetaRL.Runs;

/// <summary>The rows of <c>metrics.csv</c> once more, as events for TensorBoard.</summary>
/// <remarks>
/// Events cannot be cut: where a run goes on from before its last row, they are written anew from the rows that stay.
/// </remarks>
internal sealed class TensorBoardLog(string directory)
{
    private TorchSharp.Modules.SummaryWriter? _writer;

    /// <summary>Deletes the events that are there and writes those of a table.</summary>
    public void Rewrite(MetricsTable table)
    {
        _writer = null;
        foreach (var file in Directory.GetFiles(directory, "events.out.tfevents.*"))
        {
            File.Delete(file);
        }

        foreach (var row in table.Rows)
        {
            Append(table.Columns, row);
        }
    }

    /// <summary>Appends a row whose first column is the iteration.</summary>
    public void Append(IReadOnlyList<string> columns, IReadOnlyList<double> row)
    {
        _writer ??= utils.tensorboard.SummaryWriter(directory);
        var iteration = (int)row[0];
        foreach (var (column, number) in columns.Zip(row).Skip(1))
        {
            _writer.add_scalar($"training/{column}", (float)number, iteration);
        }
    }
}
