using static TorchSharp.torch;

namespace MetaRL.Environments.Bandits;

/// <summary>Gittins indices of Bernoulli arms with Beta(1, 1) priors, by calibration.</summary>
/// <remarks>
/// Gittins 1979: the index of an arm is the sure reward λ per pull at which pulling the arm on, as long as that is
/// better, and taking λ for ever are worth the same at discount γ. With W = (1 − γ) V and p = (s + 1) / (s + f + 2),
/// W(s, f; λ) = max(λ, (1 − γ) p + γ [p W(s + 1, f; λ) + (1 − p) W(s, f + 1; λ)]), solved backward for a grid of λ at
/// once from W = max(λ, p) at a depth where the arm is as good as known. The index is where the two arguments cross,
/// between two grid values linearly. The rule is optimal for geometric discounting only; over n undiscounted pulls it
/// is a heuristic.
/// </remarks>
internal static class GittinsIndex
{
    private const int GridCells = 250;     // of λ; the crossing is found to about their squared width, 2·10⁻⁵
    private const int LeastLookahead = 50; // pulls beyond twice the deepest index wanted

    /// <summary>Discount whose mean horizon, 1 / (1 − γ), is <paramref name="pulls"/>; 0.5 at the least.</summary>
    public static double DiscountFor(int pulls) => 1 - (1.0 / Math.Max(2, pulls));

    /// <summary>Indices of all arms pulled at most <paramref name="pulls"/> times.</summary>
    /// <param name="pulls">n.</param>
    /// <param name="discount">γ in (0, 1).</param>
    /// <returns>Index by successes and failures, float64 [n + 1, n + 1]; zeros where s + f &gt; n.</returns>
    public static Tensor Table(int pulls, double discount)
    {
        using var scope = NewDisposeScope();
        var table = zeros([pulls + 1, pulls + 1], ScalarType.Float64);
        var lambda = linspace(0, 1, GridCells + 1, ScalarType.Float64).unsqueeze(0);
        var depth = (2 * pulls) + LeastLookahead;
        var worth = maximum(lambda, Mean(depth)); // [s + f + 1, λ] by successes
        for (var sum = depth - 1; sum >= 0; sum--)
        {
            using var layer = NewDisposeScope();
            var p = Mean(sum);
            var onward = (p * (1 - discount))
                + (((p * worth.narrow(0, 1, sum + 1)) + (p.neg().add(1) * worth.narrow(0, 0, sum + 1))) * discount);
            if (sum <= pulls)
            {
                var s = arange(sum + 1);
                table.index_put_(Crossing(onward - lambda), [s, s.neg().add(sum)]);
            }

            worth = maximum(lambda, onward).MoveToOuterDisposeScope();
        }

        return table.MoveToOuterDisposeScope();
    }

    // (s + 1) / (sum + 2) for s = 0 ... sum, [sum + 1, 1].
    private static Tensor Mean(int sum) => arange(1, sum + 2).to_type(ScalarType.Float64).div(sum + 2).unsqueeze(-1);

    // λ at which the advantage of going on, falling in λ, is zero: [rows] from [rows, λ].
    private static Tensor Crossing(Tensor advantage)
    {
        var last = (advantage >= 0).sum(dim: 1).sub(1).clamp(0, GridCells - 1).unsqueeze(-1);
        var (before, after) = (advantage.gather(1, last), advantage.gather(1, last + 1));
        return (last + (before / (before - after))).div(GridCells).squeeze(-1);
    }
}
