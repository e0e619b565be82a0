namespace MetaRL.Environments.Bandits;

/// <summary>
/// The Bayes-optimal way to pull Bernoulli arms whose probabilities are uniform on [0, 1], found exactly.
/// </summary>
/// <remarks>
/// With Beta(1, 1) priors the belief on arm i is its number of successes sᵢ and failures fᵢ, with mean
/// pᵢ = (sᵢ + 1) / (sᵢ + fᵢ + 2), and
/// V(b) = maxᵢ pᵢ [1 + V(b with sᵢ + 1)] + (1 − pᵢ) V(b with fᵢ + 1), V = 0 after n pulls (Bellman 1956).
/// Arms are exchangeable, so a belief is the multiset of its arms' (s, f): their codes in falling order, packed into
/// one 128-bit key, arms never pulled being zeros that need no room beyond the first.
/// </remarks>
internal sealed class BetaBernoulliSearch
{
    /// <summary>Most beliefs that are enumerated, 48 bytes of memory each.</summary>
    public const long MostBeliefs = 4_000_000;

    private readonly int _pulls;
    private readonly int _slots; // arms that can differ from one another at a decision: one never pulled stands for all
    private readonly int _bits;
    private readonly Dictionary<UInt128, double> _values = [];

    /// <param name="arms">k.</param>
    /// <param name="pulls">n.</param>
    public BetaBernoulliSearch(int arms, int pulls)
    {
        if (!IsFeasible(arms, pulls))
        {
            throw new ArgumentException(
                $"The search takes at most {MostBeliefs} beliefs of at most 128 bits, but {arms} arms and {pulls}"
                + " pulls need more.",
                nameof(pulls));
        }

        (_pulls, _slots, _bits) = (pulls, Math.Min(arms, pulls), Bits(pulls));
    }

    /// <summary>Whether a bandit is small enough.</summary>
    public static bool IsFeasible(int arms, int pulls) =>
        Bits(pulls) * Math.Min(arms, pulls) <= 128 && CountBeliefs(arms, pulls) <= MostBeliefs;

    /// <summary>Expected return of all n pulls, from the prior.</summary>
    public double ExpectedReturn() => Value(new int[_slots], 0);

    /// <summary>An arm that is best to pull next.</summary>
    /// <param name="successes">sᵢ of each arm, [k].</param>
    /// <param name="failures">fᵢ of each arm, [k].</param>
    public int BestArm(IReadOnlyList<int> successes, IReadOnlyList<int> failures)
    {
        var codes = successes.Zip(failures, Code).ToArray();
        var belief = codes.OrderDescending().Take(_slots).ToArray();
        var pulled = successes.Sum() + failures.Sum();
        var best = Enumerable.Range(0, belief.Length).MaxBy(slot => ActionValue(belief, slot, pulled));
        return Array.IndexOf(codes, belief[best]);
    }

    /// <summary>
    /// Beliefs before any of the n pulls: multisets of at most k pairs (s, f) ≠ (0, 0) of which Σ (s + f) &lt; n; m + 1
    /// pairs have s + f = m.
    /// </summary>
    public static double CountBeliefs(int arms, int pulls)
    {
        var slots = Math.Min(arms, pulls);
        var ways = new double[slots + 1, pulls]; // [pulled arms, pulls]
        ways[0, 0] = 1;
        for (var m = 1; m < pulls; m++)
        {
            for (var used = slots; used > 0; used--)
            {
                for (var sum = pulls - 1; sum >= m; sum--)
                {
                    var multisets = 1.0; // of j pairs among m + 1 kinds: (m + j choose j)
                    for (var j = 1; j <= used && j * m <= sum; j++)
                    {
                        multisets *= (m + j) / (double)j;
                        ways[used, sum] += multisets * ways[used - j, sum - (j * m)];
                    }
                }
            }
        }

        return ways.Cast<double>().Sum();
    }

    private double Value(int[] belief, int pulled)
    {
        if (pulled == _pulls)
        {
            return 0;
        }

        var key = Key(belief);
        if (_values.TryGetValue(key, out var known))
        {
            return known;
        }

        var best = 0.0;
        for (var slot = 0; slot < belief.Length; slot++)
        {
            if (slot == 0 || belief[slot] != belief[slot - 1])
            {
                best = Math.Max(best, ActionValue(belief, slot, pulled));
            }
        }

        return _values[key] = best;
    }

    private double ActionValue(int[] belief, int slot, int pulled)
    {
        var (s, f) = Counts(belief[slot]);
        var p = (s + 1.0) / (s + f + 2);
        return (p * (1 + Value(With(belief, slot, Code(s + 1, f)), pulled + 1)))
            + ((1 - p) * Value(With(belief, slot, Code(s, f + 1)), pulled + 1));
    }

    // Larger codes come first, and a code grows with every pull of its arm, so only arms before the slot can be
    // overtaken.
    private static int[] With(int[] belief, int slot, int code)
    {
        var next = (int[])belief.Clone();
        for (; slot > 0 && next[slot - 1] < code; slot--)
        {
            next[slot] = next[slot - 1];
        }

        next[slot] = code;
        return next;
    }

    private UInt128 Key(int[] belief)
    {
        var key = UInt128.Zero;
        foreach (var code in belief)
        {
            key = (key << _bits) | (UInt128)(uint)code;
        }

        return key;
    }

    // Pairs in the order of their sums: (0, 0), (0, 1), (1, 0), (0, 2), ...
    private static int Code(int s, int f) => ((s + f) * (s + f + 1) / 2) + s;

    private static (int S, int F) Counts(int code)
    {
        var sum = (int)((Math.Sqrt((8.0 * code) + 1) - 1) / 2);
        var s = code - (sum * (sum + 1) / 2);
        return (s, sum - s);
    }

    private static int Bits(int pulls) => 32 - int.LeadingZeroCount(Code(pulls, 0));
}
