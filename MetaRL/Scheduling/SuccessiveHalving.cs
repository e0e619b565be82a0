namespace MetaRL.Scheduling;

/// <summary>How many values of a sweep are trained until where.</summary>
/// <param name="Arms">Values that are trained until <paramref name="Iterations"/>.</param>
/// <param name="Iterations">Meta-iterations from the beginning.</param>
public readonly record struct Rung(int Arms, int Iterations);

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter
/// optimization", algorithm 1): all n begin, of each rung the best part 1/η goes on η times as long, and the last rung
/// is the whole training.
/// </summary>
/// <remarks>
/// Differs from the paper in that the length of the last rung is given and not the budget: rung i of s = ⌊log_η n⌋ has
/// ⌊n η⁻ⁱ⌋ arms until iteration ⌈R η^{i−s}⌉ of R. Training is paused and not shortened, so that every schedule of a
/// step size or an entropy bonus has the length of the whole.
/// </remarks>
public static class SuccessiveHalving
{
    /// <param name="arms">n, at least 1.</param>
    /// <param name="iterations">R, at least 1.</param>
    /// <param name="ratio">η, at least 2.</param>
    /// <param name="leastIterations">Of the first rung; rungs that would be shorter are left out.</param>
    public static IReadOnlyList<Rung> Rungs(int arms, int iterations, int ratio, int leastIterations)
    {
        var rungs = new List<Rung> { new(arms, iterations) };
        for (long power = ratio; power <= arms; power *= ratio)
        {
            var shortest = (int)((iterations + power - 1) / power);
            if (shortest < leastIterations || shortest == rungs[0].Iterations)
            {
                break;
            }

            // one rung more below: what was all so far becomes what is left of it
            rungs.Insert(0, new Rung(arms, shortest));
            for (var rung = 1; rung < rungs.Count; rung++)
            {
                rungs[rung] = rungs[rung] with { Arms = Math.Max(1, rungs[rung - 1].Arms / ratio) };
            }
        }

        return rungs;
    }
}
