using MetaRL.Configuration;
using MetaRL.Runs;

namespace MetaRL.Scheduling;

/// <summary>One algorithm in successive halving: the points that are still trained.</summary>
/// <param name="rungs">How many points are trained until where.</param>
/// <param name="points">All points with the algorithm's runs, in the order of the sweep.</param>
internal sealed class HalvingBracket(
    IReadOnlyList<Rung> rungs, IReadOnlyList<(Experiment Point, IReadOnlyList<TrainingRun> Runs)> points)
{
    private readonly IReadOnlyList<(Experiment Point, IReadOnlyList<TrainingRun> Runs)> _all = points;

    /// <summary>How many points are trained until where.</summary>
    public IReadOnlyList<Rung> Rungs { get; } = rungs;

    /// <summary>Those that go on, the best first once there is something to rank them by.</summary>
    public IReadOnlyList<(Experiment Point, IReadOnlyList<TrainingRun> Runs)> Alive { get; private set; } = points;

    /// <summary>Whether a run could not be trained, whatever its values, so that no rank is fair.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Leaves the best of those that reached a rung.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="measure">What an algorithm's runs at a point came to after some iterations.</param>
    public void Promote(int rung, Func<Experiment, IReadOnlyList<TrainingRun>, int, SweepArm> measure)
    {
        var arms = Alive.Select(one => measure(one.Point, one.Runs, Rungs[rung].Iterations));
        Alive =
        [
            .. SweepArm.Ranked(arms, byLength: true).Take(Rungs[rung + 1].Arms).Select(arm => (arm.Point, arm.Runs)),
        ];
    }

    /// <summary>Every point as far as it came.</summary>
    public IEnumerable<SweepArm> Everything(Func<Experiment, IReadOnlyList<TrainingRun>, int, SweepArm> measure) =>
        _all.Select(one => measure(one.Point, one.Runs, Rungs[^1].Iterations));
}
