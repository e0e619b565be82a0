namespace MetaRL.Evaluation.Statistics;

/// <summary>What every algorithm had learnt after as much training time as the quickest took in all.</summary>
/// <param name="Seconds">That time; wall clock.</param>
/// <param name="Algorithms">In the order of the series, those that train.</param>
public sealed record EqualTime(double Seconds, IReadOnlyList<TrainingProgress> Algorithms)
{
    /// <summary>Returns of single iterations are noisy; the mean is over this last part of the time.</summary>
    private const double Window = 0.1;

    /// <summary>Null where fewer than two algorithms trained, or their times are not known.</summary>
    public static EqualTime? Of(IReadOnlyList<LearningSeries> series)
    {
        var algorithms = series.Where(one => one.EnvSteps.Count > 0).GroupBy(one => one.Name).ToArray();
        if (algorithms.Length < 2 || series.Any(one => one.Seconds.Count != one.EnvSteps.Count))
        {
            return null;
        }

        var seconds = algorithms.Min(seeds => seeds.Min(seed => seed.Seconds[^1]));
        return new EqualTime(seconds, [.. algorithms.Select(seeds => By(seconds, [.. seeds]))]);
    }

    private static TrainingProgress By(double seconds, LearningSeries[] seeds)
    {
        var reached = seeds.Select(seed => seed.Seconds.Count(at => at <= seconds)).ToArray(); // iterations
        return new TrainingProgress(
            seeds[0].Name, seeds.Length, seeds.Average(seed => seed.Seconds[^1]),
            seeds.Zip(reached, (seed, count) => count > 0 ? seed.EnvSteps[count - 1] : 0).Average(),
            Mean(seed => seed.Before), Mean(seed => seed.After));

        // Over the seeds that have a number; each is the mean over its iterations in the window.
        double? Mean(Func<LearningSeries, IReadOnlyList<double>> returns)
        {
            double[] means =
            [
                .. seeds.Zip(reached, (seed, count) => returns(seed).Take(count)
                    .Where((_, at) => at == count - 1 || seed.Seconds[at] > (1 - Window) * seconds)
                    .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average()).Where(double.IsFinite),
            ];
            return means.Length > 0 ? means.Average() : null;
        }
    }
}

/// <summary>One algorithm at the time of an <see cref="EqualTime"/>; means over its seeds.</summary>
/// <param name="Name">The algorithm.</param>
/// <param name="Seeds">Their number.</param>
/// <param name="TotalSeconds">Wall clock of the whole training.</param>
/// <param name="EnvSteps">Environment steps seen by then.</param>
/// <param name="Before">Return on training tasks before adaptation; null where none was measured.</param>
/// <param name="After">The same after adaptation.</param>
public sealed record TrainingProgress(
    string Name, int Seeds, double TotalSeconds, double EnvSteps, double? Before, double? After);
