using MetaRL.Environments.Tasks;

namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// Wilcoxon's signed-rank test (Wilcoxon 1945), which Demšar (2006, "Statistical comparisons of classifiers over
/// multiple data sets", section 3.1.3) advises for two algorithms over many tasks. W₊ = Σₙ rₙ 𝟙[dₙ &gt; 0], dₙ the
/// difference on task n, its mean over seeds, and rₙ the rank of |dₙ| among those that are not 0, ties sharing their
/// mean rank. Under the null hypothesis dₙ is symmetric about 0, so every pattern of signs is as likely, and p is the
/// share of patterns whose W₊ is as far from its mean as the one at hand. Ranks make it as indifferent to a few extreme
/// tasks as the interquartile mean is. As the intervals do, it judges these trained agents on other tasks, not other
/// training seeds.
/// </summary>
internal static class SignedRankTest
{
    /// <summary>Beyond these tasks patterns are drawn.</summary>
    private const int MostTasks = 300;

    private const int Draws = 9999;

    /// <summary>
    /// Two-sided. Exact, over all 2ᴺ patterns, up to 300 tasks; beyond from drawn ones as
    /// (1 + #{as far}) / (1 + 9,999), which is valid and never 0 (Phipson and Smyth 2010). 1 where no task differs.
    /// </summary>
    /// <param name="differences">[N], finite.</param>
    /// <param name="seed">Determines the draws.</param>
    /// <param name="resolution">Sizes that differ by no more are tied.</param>
    public static double PValue(double[] differences, ulong seed, double resolution = 0)
    {
        var (ranks, above) = TwiceRanks(differences, resolution);
        var most = ranks.Sum();
        var least = Math.Min(above, most - above); // the smaller of 2 W₊ and 2 W₋
        return 2 * least == most ? 1
            : ranks.Length <= MostTasks ? Math.Min(1, 2 * AtMost(least, ranks))
            : Drawn(least, most, ranks, seed);
    }

    /// <summary>P(2 W ≤ bound) by adding one task after another: each rank is in W with probability ½.</summary>
    private static double AtMost(long bound, int[] ranks)
    {
        var probability = new double[bound + 1]; // of each sum
        probability[0] = 1;
        foreach (var rank in ranks)
        {
            for (var sum = bound; sum >= 0; sum--)
            {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }

        return probability.Sum();
    }

    private static double Drawn(long least, long most, int[] ranks, ulong seed)
    {
        var random = new SplitMix64(~seed); // the bootstrap draws from the seed itself
        var asFar = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var sum = ranks.Sum(rank => random.Next() >> 63 == 0 ? 0L : rank);
            asFar += Math.Min(sum, most - sum) <= least ? 1 : 0;
        }

        return (1.0 + asFar) / (1 + Draws);
    }

    /// <summary>Twice the ranks of the differences that are not 0, whole numbers even where ties share theirs, and the
    /// sum of those above 0.</summary>
    private static (int[] Ranks, long Above) TwiceRanks(double[] differences, double resolution)
    {
        double[] sizes = [.. differences.Where(one => one != 0).OrderBy(Math.Abs)];
        var ranks = new int[sizes.Length];
        var above = 0L;
        for (var (first, next) = (0, 0); first < sizes.Length; first = next)
        {
            while (next < sizes.Length && Math.Abs(sizes[next]) - Math.Abs(sizes[first]) <= resolution)
            {
                next++;
            }

            for (var tied = first; tied < next; tied++)
            {
                ranks[tied] = first + 1 + next; // the mean of first + 1 .. next, doubled
                above += sizes[tied] > 0 ? ranks[tied] : 0;
            }
        }

        return (ranks, above);
    }
}
