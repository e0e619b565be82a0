using MetaRL.Checkpoints;
using MetaRL.Files;

namespace MetaRL.Runs;

/// <summary>
/// The directory of a run that another process computes, open for writing: what comes back is put here, so that the
/// run is as one that was computed here.
/// </summary>
public sealed class RunCopy : IDisposable
{
    private readonly IDisposable _lock;
    private readonly TensorBoardLog _events;
    private readonly CheckpointFolder _checkpoints;
    private int _rowsLogged;

    private RunCopy(string location, IDisposable taken)
    {
        (Location, _lock) = (location, taken);
        _events = new TensorBoardLog(location);
        _checkpoints = new CheckpointFolder(RunDirectory.CheckpointsOf(location));
        _rowsLogged = MetricsTable.Read(RunDirectory.MetricsOf(location)).Rows.Count;
    }

    /// <summary>The directory.</summary>
    public string Location { get; }

    /// <summary>Meta-iterations of the latest checkpoint; null before the first.</summary>
    public long? Iteration => _checkpoints.Latest()?.Iteration;

    /// <summary>Opens the directory of a run, new or begun before.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunDirectoryException">Of other settings, in use, damaged, or not writable.</exception>
    public static RunCopy Open(TrainingRun run) => RunDirectory.Writing(run.Directory, () =>
    {
        RunDirectory.RequireSameSettings(run.Directory, run.Experiment, run.Algorithm);
        Directory.CreateDirectory(RunDirectory.CheckpointsOf(run.Directory));
        var taken = RunLock.Take(run.Directory);
        try
        {
            run.Experiment.Evaluation.TaskSet?.Save(RunDirectory.TaskSetOf(run.Directory));
            AtomicFile.Write(RunDirectory.ConfigurationOf(run.Directory), run.Experiment.RunYaml);
            return new RunCopy(run.Directory, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    });

    /// <summary>Opens the directory of a trained run, to be evaluated; its settings stay as they are.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunDirectoryException">Of other settings, or in use.</exception>
    public static RunCopy OfTrained(TrainingRun run) => RunDirectory.Writing(run.Directory, () =>
    {
        RunDirectory.RequireSameSettings(run.Directory, run.Experiment, run.Algorithm);
        return new RunCopy(run.Directory, RunLock.Take(run.Directory));
    });

    /// <summary>Names of the files that whoever goes on with the run needs.</summary>
    public IReadOnlyList<string> ToGoOnFrom()
    {
        string[] names =
        [
            RunFileName.Provenance, RunFileName.Metrics,
            .. _checkpoints.Latest() is { } latest ? [$"checkpoints/{Path.GetFileName(latest.Path)}"] : (string[])[],
        ];
        return [.. names.Where(name => File.Exists(RunFileName.PathIn(Location, name)))];
    }

    /// <summary>Content of one of its files.</summary>
    public byte[] Read(string name) => File.ReadAllBytes(RunFileName.PathIn(Location, name));

    /// <summary>Writes a file whole; checkpoints are thinned out as those of a run that is computed here.</summary>
    /// <param name="name">One that <see cref="RunFileName.IsAllowed"/>.</param>
    /// <param name="content">All of it.</param>
    public void Take(string name, byte[] content) => RunDirectory.Writing(Location, () =>
    {
        var path = RunFileName.PathIn(Location, name);
        if (RunFileName.IsCheckpoint(name))
        {
            AtomicFile.WriteToDisk(path, content);
            _checkpoints.Thin();
        }
        else
        {
            AtomicFile.Write(path, content);
        }

        return name;
    });

    /// <summary>
    /// Writes the metrics from some byte on; rows that are there from there on are computed anew and cut.
    /// </summary>
    /// <param name="offset">Bytes that stay.</param>
    /// <param name="rows">Whole lines.</param>
    public void TakeMetrics(long offset, byte[] rows) => RunDirectory.Writing(Location, () =>
    {
        var path = RunDirectory.MetricsOf(Location);
        if (offset == 0 && rows.Length == 0)
        {
            File.Delete(path); // as where a run goes on from its first state
            Log();
            return offset;
        }

        using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            if (offset > file.Length)
            {
                throw new RunDirectoryException(
                    $"{path}: A worker sends rows from byte {offset} on, but there are {file.Length} bytes; start"
                    + " the command again.");
            }

            file.SetLength(offset);
            file.Position = offset;
            file.Write(rows);
        }

        Log();
        return offset;
    });

    public void Dispose() => _lock.Dispose();

    // Events cannot be cut, so that those of fewer rows than before are written anew.
    private void Log()
    {
        var table = MetricsTable.Read(RunDirectory.MetricsOf(Location));
        if (table.Rows.Count < _rowsLogged)
        {
            _events.Rewrite(table);
        }
        else
        {
            foreach (var row in table.Rows.Skip(_rowsLogged))
            {
                _events.Append(table.Columns, row);
            }
        }

        _rowsLogged = table.Rows.Count;
    }
}
