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
    private readonly int _every;
    private IReadOnlyList<long> _saved; // iterations that a run here would have checkpoints of, once it had the latest
    private int _rowsLogged;

    private RunCopy(TrainingRun run, IDisposable taken)
    {
        var location = run.Directory;
        (Location, _lock, _every) = (location, taken, run.Experiment.Training.CheckpointEveryIterations);
        _events = new TensorBoardLog(location);
        _checkpoints = new CheckpointFolder(RunDirectory.CheckpointsOf(location));
        _saved = [.. _checkpoints.List().Select(saved => saved.Iteration)];
        _rowsLogged = MetricsTable.Read(RunDirectory.MetricsOf(location)).Rows.Count;
    }

    /// <summary>The directory.</summary>
    public string Location { get; }

    /// <summary>Meta-iterations of the latest checkpoint; null before the first.</summary>
    public long? Iteration => _checkpoints.Latest()?.Iteration;

    /// <summary>
    /// Names of the checkpoints that a run here would have; whoever goes on with it thins them out as one here would.
    /// </summary>
    public IReadOnlyList<string> Checkpoints =>
        [.. _saved.Select(iteration => $"checkpoints/{Path.GetFileName(_checkpoints.PathOf(iteration))}")];

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
            return new RunCopy(run, taken);
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
        return new RunCopy(run, RunLock.Take(run.Directory));
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
            Thin();
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

    // Some may never have come, since the worker had thinned them out before. Which ones are kept depends on all that
    // there were, one after the other.
    private void Thin()
    {
        var (before, latest) = (_saved.Count == 0 ? -1 : _saved[^1], _checkpoints.Latest()!.Iteration);
        for (var next = before < 0 ? 0 : ((before / _every) + 1) * _every; next < latest; next += _every)
        {
            _saved = CheckpointFolder.Thinned([.. _saved, next]);
        }

        _saved = before < latest ? CheckpointFolder.Thinned([.. _saved, latest]) : _saved;
        foreach (var checkpoint in _checkpoints.List().Where(one => !_saved.Contains(one.Iteration)))
        {
            File.Delete(checkpoint.Path);
        }
    }

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
