using MetaRL.Configuration;
using MetaRL.Configuration.Sweeps;
using MetaRL.Runs;

namespace MetaRL.Scheduling;

/// <summary>The values of a sweep, for each algorithm the best first.</summary>
/// <param name="Experiment">Path that all points have in common.</param>
/// <param name="Settings">How the values were chosen.</param>
/// <param name="Algorithms">By algorithm, those that train.</param>
public sealed record SweepRanking(
    string Experiment, SweepSettings Settings, IReadOnlyList<RankedAlgorithm> Algorithms);

/// <param name="Name">The algorithm.</param>
/// <param name="Arms">Its values, the best first.</param>
public sealed record RankedAlgorithm(string Name, IReadOnlyList<SweepArm> Arms)
{
    /// <summary>Whether the algorithm does not know the keys that are swept: it came to the same with all.</summary>
    public bool IsIndifferent => Arms.Count > 1 && Arms.All(arm => arm.SeedReturns.SequenceEqual(Arms[0].SeedReturns));
}

/// <summary>One algorithm with the values of one point, and how far it came.</summary>
/// <param name="Point">The experiment of the point.</param>
/// <param name="Runs">Its seeds.</param>
/// <param name="Iterations">Meta-iterations that all seeds have.</param>
/// <param name="SeedReturns">Training return of every seed after so many, NaN where there is none.</param>
public sealed record SweepArm(
    Experiment Point, IReadOnlyList<TrainingRun> Runs, int Iterations, IReadOnlyList<double> SeedReturns)
{
    /// <summary>Mean over seeds; −∞ where one has none, so that a failed run is never the best.</summary>
    public double Score => SeedReturns.All(double.IsFinite) ? SeedReturns.Average() : double.NegativeInfinity;

    /// <summary>
    /// The training returns of the runs after some iterations. Tasks of an evaluation are not looked at.
    /// </summary>
    /// <param name="point">The experiment of the point.</param>
    /// <param name="runs">Its seeds.</param>
    /// <param name="iterations">At most; fewer where a run has fewer.</param>
    /// <exception cref="RunDirectoryException">Metrics are damaged.</exception>
    internal static SweepArm Of(Experiment point, IReadOnlyList<TrainingRun> runs, int iterations)
    {
        var metrics = runs.Select(run => RunDirectory.Metrics(run.Directory)).ToArray();
        var reached = Math.Min(iterations, metrics.Min(table => table.Rows.Count));
        return new SweepArm(point, runs, reached, [.. metrics.Select(table => table.TrainingReturn(reached))]);
    }

    /// <summary>One of which nothing is known, since a run of it is damaged.</summary>
    internal static SweepArm Unknown(Experiment point, IReadOnlyList<TrainingRun> runs) =>
        new(point, runs, 0, [.. runs.Select(_ => double.NaN)]);

    /// <summary>The best first; of equals the earlier one.</summary>
    /// <param name="arms">In the order of the sweep.</param>
    /// <param name="byLength">Whether those that were trained longer come first, as in successive halving.</param>
    internal static IReadOnlyList<SweepArm> Ranked(IEnumerable<SweepArm> arms, bool byLength) =>
    [
        .. arms.OrderByDescending(arm => byLength ? arm.Iterations : 0).ThenByDescending(arm => arm.Score),
    ];
}
