using MetaRL.Runs;

namespace MetaRL.Viewer.Watching;

/// <summary>Meta-training of a run: returns at every iteration, and the checkpoints that can be loaded.</summary>
/// <param name="Iterations">Meta-iterations.</param>
/// <param name="Before">Mean return before adapting, of each.</param>
/// <param name="After">Mean return after adapting, of each.</param>
/// <param name="Checkpoints">Iterations with a checkpoint.</param>
public sealed record TrainingCurve(
    IReadOnlyList<double> Iterations, IReadOnlyList<double> Before, IReadOnlyList<double> After,
    IReadOnlyList<long> Checkpoints)
{
    /// <exception cref="RunDirectoryException">The metrics are damaged.</exception>
    public static TrainingCurve Of(SavedRun run)
    {
        var metrics = MetricsTable.Read(RunDirectory.MetricsOf(run.Location));
        return new TrainingCurve(
            metrics["iteration"], metrics["return_before"], metrics["return_after"],
            [.. run.Checkpoints.List().Select(checkpoint => checkpoint.Iteration)]);
    }

    /// <summary>The checkpoint nearest to an iteration.</summary>
    public long Nearest(double iteration) => Checkpoints.MinBy(checkpoint => Math.Abs(checkpoint - iteration));
}
