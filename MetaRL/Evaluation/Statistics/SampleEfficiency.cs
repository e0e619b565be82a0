using System.Text.Json.Serialization;

namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// How much training it takes until the return after adaptation is a share of the way from random actions to the best
/// return: the environment steps seen at the first iteration i at which the mean of the last w returns is at least
/// r + share · (o − r), with r and o the means over the evaluation tasks. Returns are those of training, on training
/// tasks and as the algorithm trains; an iteration is noisy, so w is a twentieth of them all.
/// </summary>
/// <param name="Share">In (0, 1).</param>
/// <param name="Return">That share, in units of return.</param>
/// <param name="EnvSteps">Over seeds, in environment steps.</param>
public sealed record SampleEfficiency(double Share, double Return, CensoredMedian EnvSteps)
{
    /// <summary>Shares of the gap that are looked for.</summary>
    public static readonly IReadOnlyList<double> Shares = [0.5, 0.9];

    private const double Window = 0.05;

    /// <summary>
    /// In seconds of training, wall clock, over seeds; null where times are unknown. No part of
    /// <c>comparison.json</c>, whose bytes are the same on every machine of a kind.
    /// </summary>
    [JsonIgnore]
    public CensoredMedian? Seconds { get; init; }

    /// <param name="seeds">Curves of one algorithm; without any, or without returns, nothing is known.</param>
    /// <param name="scale">Null where it is unknown.</param>
    /// <param name="confidence">Of the intervals.</param>
    internal static IReadOnlyList<SampleEfficiency> Of(
        IReadOnlyList<LearningSeries> seeds, TrainingScale? scale, double confidence)
    {
        if (scale is null || seeds.Count == 0 || !seeds.All(seed => seed.After.Any(double.IsFinite)))
        {
            return [];
        }

        return [.. Shares.Select(share => At(share, scale.At(share)))];

        SampleEfficiency At(double share, double target)
        {
            var reached = seeds.Select(seed => FirstReaching(target, seed.After)).ToArray();
            var timed = seeds.All(seed => seed.Seconds.Count == seed.After.Count);
            return new SampleEfficiency(share, target, Over(seed => seed.EnvSteps))
            {
                Seconds = timed ? Over(seed => seed.Seconds) : null,
            };

            CensoredMedian Over(Func<LearningSeries, IReadOnlyList<double>> axis) => CensoredMedian.Of(
                [.. seeds.Zip(reached, (seed, at) => at is { } iteration ? axis(seed)[iteration] : (double?)null)],
                confidence);
        }
    }

    /// <summary>
    /// The first iteration at which the mean of a whole window of returns, those that are finite, reaches the target;
    /// null where none does.
    /// </summary>
    /// <param name="target">In units of return.</param>
    /// <param name="returns">[M], not finite where none was measured.</param>
    internal static int? FirstReaching(double target, IReadOnlyList<double> returns)
    {
        var window = Math.Max(1, (int)(Window * returns.Count));
        for (var last = window - 1; last < returns.Count; last++)
        {
            var measured = returns.Skip(last + 1 - window).Take(window).Where(double.IsFinite)
                .DefaultIfEmpty(double.NegativeInfinity);
            if (measured.Average() >= target)
            {
                return last;
            }
        }

        return null;
    }
}
