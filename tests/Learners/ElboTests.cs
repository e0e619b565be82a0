using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// The evidence lower bound on a problem in closed form: m ~ N(0, 1), and every reward is m plus normal noise.
/// </summary>
public sealed class ElboTests
{
    private const int Samples = 400_000;
    private static readonly double[] Rewards = [0.7, -0.2, 1.1];

    // With the exact posterior N(Σr / (n + 1), 1 / (n + 1)) the bound is the evidence: r ~ N(0, I + 11ᵀ).
    [Fact]
    public void Of_TheExactPosterior_IsTheEvidence()
    {
        var n = Rewards.Length;
        var bound = Bound(mean: Rewards.Sum() / (n + 1), variance: 1.0 / (n + 1));
        Assert.Equal(Evidence(), bound, 0.01);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.4, 0.5)]
    [InlineData(0.6, 0.25)]
    public void Of_AnyOtherBelief_IsLowerByItsDivergenceFromThePosterior(double mean, double variance)
    {
        var n = Rewards.Length;
        var (of, var) = (Rewards.Sum() / (n + 1), 1.0 / (n + 1));
        var divergence = 0.5 * ((variance / var) + ((mean - of) * (mean - of) / var) - 1 + Math.Log(var / variance));
        Assert.Equal(Evidence() - divergence, Bound(mean, variance), 0.02);
    }

    // KL(N(1, 4) ‖ N(0, 1)) = ½ (4 + 1 − 1 − log 4), KL(N(2, 1) ‖ N(1, 4)) = ½ (¼ + ¼ − 1 + log 4)
    [Fact]
    public void Divergences_OfTwoContexts_AreFromTheBeliefBefore()
    {
        using var scope = NewDisposeScope();
        var divergences = Elbo.Divergences(tensor([1.0, 2], [2, 1, 1]), tensor([Math.Log(4), 0], [2, 1, 1]));
        Assert.Equal(0.5 * (4 - Math.Log(4)), divergences[0, 0].ToDouble(), 12);
        Assert.Equal(0.5 * (Math.Log(4) - 0.5), divergences[1, 0].ToDouble(), 12);
    }

    // Two contexts of two steps in two trials, of which the second has one step: by hand, every error being 1.
    [Fact]
    public void Of_TrialsThatEndEarly_CountsTheirOwnContextsAndSteps()
    {
        using var scope = NewDisposeScope();
        var alive = tensor([1.0, 1, 1, 0], [2, 2]);
        var elbo = Elbo.Of(
            zeros([2, 2, 2], ScalarType.Float64), zeros([2, 2, 1], ScalarType.Float64),
            _ => ones([2, 2, 2], ScalarType.Float64), alive, alive, divergenceWeight: 1, trials: 2);
        Assert.Equal(((2 * 2) + (1 * 1)) / 2.0, elbo.Loss.ToDouble());
    }

    // Half of the contexts, counted twice: every error is the number of its context.
    [Fact]
    public void Of_SomeContexts_EstimatesTheSumOverAll()
    {
        using var scope = NewDisposeScope();
        var numbers = arange(4, ScalarType.Float64).view(4, 1, 1);
        var elbo = Elbo.Of(
            zeros([4, 1, 2], ScalarType.Float64), numbers, m => m, ones([4, 1], ScalarType.Float64),
            ones([1, 1], ScalarType.Float64), divergenceWeight: 0, trials: 1, decoded: tensor(new long[] { 1, 3 }));
        Assert.Equal((1 + 3) * 2, elbo.Reconstruction.ToDouble(), 12);
    }

    // The bound with one context, by many samples of m; errors leave out log √2π of each reward.
    private static double Bound(double mean, double variance)
    {
        using var scope = NewDisposeScope();
        var belief = tensor([mean, Math.Log(variance)]).view(1, 1, 2).expand(1, Samples, 2);
        var noise = new RngKey(1).Normal([1, Samples, 1], CPU, ScalarType.Float64);
        var rewards = tensor(Rewards).view(1, -1, 1);
        var elbo = Elbo.Of(
            belief, noise, m => (m.view(1, 1, Samples) - rewards).square() * 0.5,
            ones([1, Samples], ScalarType.Float64), ones([Rewards.Length, Samples], ScalarType.Float64),
            divergenceWeight: 1, Samples);
        return -elbo.Loss.ToDouble() - (Rewards.Length * 0.5 * Math.Log(2 * Math.PI));
    }

    // log N(r; 0, I + 11ᵀ): the determinant is n + 1, the inverse I − 11ᵀ / (n + 1).
    private static double Evidence()
    {
        var (n, sum) = (Rewards.Length, Rewards.Sum());
        var quadratic = Rewards.Sum(reward => reward * reward) - (sum * sum / (n + 1));
        return -0.5 * ((n * Math.Log(2 * Math.PI)) + Math.Log(n + 1) + quadratic);
    }
}
