namespace MetaRL.Evaluation.Statistics;

/// <summary>What every algorithm had learnt after as much training time as the quickest took in all.</summary>
/// <param name="Seconds">That time; wall clock.</param>
/// <param name="Algorithms">In the order of the series, those that train.</param>
public sealed record EqualTime(double Seconds, IReadOnlyList<LearntByThen> Algorithms)
{
    /// <summary>Returns of single iterations are noisy; the mean is over this last part of the time.</summary>
    private const double Averaged = 0.1;

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

    private static LearntByThen By(double seconds, LearningSeries[] seeds)
    {
        var reached = seeds.Select(seed => seed.Seconds.Count(at => at <= seconds)).ToArray(); // iterations
        return new LearntByThen(
            seeds[0].Name, seeds.Length, seeds.Average(seed => seed.Seconds[^1]),
            seeds.Zip(reached, (seed, count) => count > 0 ? seed.EnvSteps[count - 1] : 0).Average(),
            Mean(seed => seed.Before), Mean(seed => seed.After));

        double? Mean(Func<LearningSeries, IReadOnlyList<double>> returns)
        {
            double[] values =
            [
                .. seeds.Zip(reached).SelectMany(pair => returns(pair.First)
                    .Take(pair.Second)
                    .Where((_, at) => at == pair.Second - 1 || pair.First.Seconds[at] > (1 - Averaged) * seconds)
                    .Where(double.IsFinite)),
            ];
            return values.Length > 0 ? values.Average() : null;
        }
    }
}

/// <summary>One algorithm at the time of an <see cref="EqualTime"/>; means over its seeds.</summary>
/// <param name="Name">The algorithm.</param>
/// <param name="Seeds">Their number.</param>
/// <param name="WholeSeconds">Wall clock of the whole training.</param>
/// <param name="EnvSteps">Environment steps seen by then.</param>
/// <param name="Before">Return on training tasks before adaptation; null where none was measured.</param>
/// <param name="After">The same after adaptation.</param>
public sealed record LearntByThen(
    string Name, int Seeds, double WholeSeconds, double EnvSteps, double? Before, double? After);
