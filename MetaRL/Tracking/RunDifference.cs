using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Tracking;

/// <summary>In what two runs differ, and what that made of their returns.</summary>
/// <param name="Settings">Keys of the configuration and the provenance whose values differ.</param>
/// <param name="Curve">Training returns after parts of the environment steps that both have.</param>
/// <param name="Evaluations">Returns on the same tasks, by split and round.</param>
public sealed record RunDifference(
    IReadOnlyList<DifferentValue> Settings, IReadOnlyList<CurvePoint> Curve, IReadOnlyList<RoundDifference> Evaluations)
{
    // What differs between any two starts, or is a result and no cause.
    private static readonly string[] Unasked =
    [
        "run", "started", "ended", "seconds", "before", "after", "training_return", "env_steps", "iteration", "state",
        "split", "tasks", "updates", "command", "tags", "note",
    ];

    private static readonly double[] Parts = [0.1, 0.25, 0.5, 0.75, 1];

    /// <summary>Compares two runs.</summary>
    public static RunDifference Of(RunRecord a, RunRecord b) => new(
        [
            .. a.Values.Keys.Union(b.Values.Keys).Except(Unasked)
                .Select(key => new DifferentValue(key, Value(a, key), Value(b, key)))
                .Where(pair => pair.A != pair.B),
        ],
        [.. Points(a, b)],
        [
            .. from first in a.Evaluations
               from second in b.Evaluations
               where (first.Split, first.SingleLane, first.TaskHash)
                   == (second.Split, second.SingleLane, second.TaskHash)
               from round in Enumerable.Range(0, Math.Min(first.Updates, second.Updates) + 1)
               select new RoundDifference(
                   first.Split, first.SingleLane, round, RunRecord.Typical(first, round),
                   RunRecord.Typical(second, round), Tasks(first, second, round)),
        ]);

    private static string Value(RunRecord run, string key) => run.Values.GetValueOrDefault(key, "");

    private static IEnumerable<CurvePoint> Points(RunRecord a, RunRecord b)
    {
        if (a.Metrics.Rows.Count == 0 || b.Metrics.Rows.Count == 0)
        {
            yield break;
        }

        var common = Math.Min(a.Metrics["env_steps"][^1], b.Metrics["env_steps"][^1]);
        foreach (var part in Parts)
        {
            var steps = Math.Round(part * common);
            var point = new CurvePoint(steps, At(a, steps), At(b, steps));
            if (double.IsFinite(point.A) || double.IsFinite(point.B))
            {
                yield return point;
            }
        }
    }

    // Mean over the tenth of the steps before, or of the last iteration in them
    private static double At(RunRecord run, double steps)
    {
        var (at, returns) = (run.Metrics["env_steps"], run.Metrics["return_after"]);
        var last = at.Count(one => one <= steps) - 1;
        return last < 0
            ? double.NaN
            : returns.Where((_, index) => index == last || (index < last && at[index] > 0.9 * steps)).Average();
    }

    private static TaskCounts Tasks(EvaluationResult a, EvaluationResult b, int round)
    {
        var differences = PairedRows.OfSameSeed([b.TaskReturns(round)], [a.TaskReturns(round)]).PerTask();
        return new TaskCounts(
            differences.Count(one => one > 0), differences.Count(one => one == 0), differences.Length);
    }
}

/// <summary>A key that two runs have different values of; empty where a run has none.</summary>
public sealed record DifferentValue(string Key, string A, string B);

/// <summary>Training returns after adapting, about some environment steps.</summary>
public sealed record CurvePoint(double EnvSteps, double A, double B);

/// <summary>Interquartile means on the same tasks after some updates.</summary>
/// <param name="Split">The tasks.</param>
/// <param name="SingleLane">Whether agents adapted to the episodes of each environment alone.</param>
/// <param name="Round">Updates.</param>
/// <param name="A">Of the first run.</param>
/// <param name="B">Of the second.</param>
/// <param name="Tasks">On how many tasks the second has more.</param>
public sealed record RoundDifference(string Split, bool SingleLane, int Round, double A, double B, TaskCounts Tasks);

/// <summary>Tasks on which one run has more than another, and on which both have the same.</summary>
public readonly record struct TaskCounts(int Higher, int Equal, int All);
