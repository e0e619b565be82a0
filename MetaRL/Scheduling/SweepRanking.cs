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
    internal static SweepArm Of(Experiment point, IReadOnlyList<TrainingRun> runs, int iterations)
    {
        var curves = runs
            .Select(run => MetricsTable.Read(RunDirectory.MetricsOf(run.Directory))["return_after"]).ToArray();
        var reached = Math.Min(iterations, curves.Min(curve => curve.Count));
        var from = reached - Math.Max(1, (int)(Window * reached));
        return new SweepArm(
            point, runs, reached,
            [.. curves.Select(curve => reached == 0 ? double.NaN : curve.Take(reached).Skip(from).Average())]);
    }

    /// <summary>The best first: those that were trained longest, by their scores; of equals the earlier one.</summary>
    internal static IReadOnlyList<SweepArm> Ranked(IEnumerable<SweepArm> arms) =>
        [.. arms.OrderByDescending(arm => arm.Iterations).ThenByDescending(arm => arm.Score)];
}
