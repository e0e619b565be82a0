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
public sealed record RankedAlgorithm(string Name, IReadOnlyList<SweepArm> Arms);

/// <summary>One algorithm with the values of one point, and how far it came.</summary>
/// <param name="Point">The experiment of the point.</param>
/// <param name="Runs">Its seeds.</param>
/// <param name="Iterations">Meta-iterations that all seeds have.</param>
/// <param name="SeedReturns">Training return of every seed after so many, NaN where there is none.</param>
public sealed record SweepArm(
    Experiment Point, IReadOnlyList<TrainingRun> Runs, int Iterations, IReadOnlyList<double> SeedReturns)
{
    /// <summary>The last part of a training that a return is the mean over; one iteration's is noisy.</summary>
    public const double Window = 0.1;

    /// <summary>Mean over seeds; −∞ where one has none, so that a failed run is never the best.</summary>
    public double Score => SeedReturns.All(double.IsFinite) ? SeedReturns.Average() : double.NegativeInfinity;

    /// <summary>
    /// What the metrics of the runs say after some iterations: the return on training tasks after adapting, mean over
    /// the last tenth. Tasks of an evaluation are not looked at.
    /// </summary>
    /// <param name="point">The experiment of the point.</param>
    /// <param name="runs">Its seeds.</param>
    /// <param name="iterations">At most; fewer where a run has fewer.</param>
    /// <exception cref="RunDirectoryException">Metrics are damaged.</exception>
    internal static SweepArm Of(Experiment point, IReadOnlyList<TrainingRun> runs, int iterations)
    {
        var curves = runs.Select(run => RunDirectory.Metrics(run.Directory)["return_after"]).ToArray();
        var reached = Math.Min(iterations, curves.Min(curve => curve.Count));
        var from = reached - Math.Max(1, (int)(Window * reached));
        return new SweepArm(
            point, runs, reached,
            [.. curves.Select(curve => reached == 0 ? double.NaN : curve.Take(reached).Skip(from).Average())]);
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
