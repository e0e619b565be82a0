using MetaRL.Agents.InnerLoops;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>Sums over tasks that their owner shows to nobody.</summary>
public sealed class ContributionTests
{
    private const int Tasks = 4;
    private const double Clip = 0.05;

    private static readonly PrivacySettings Quiet = new(Clip, new PrivacyAccount(Noise: 1e-6, Delta: 1e-5));

    [Fact]
    public void Gradient_WithClippingAndHardlyNoise_IsTheMeanOfClippedGradients()
    {
        using var scope = NewDisposeScope();
        var (learner, iteration) = Problem();
        Tensor[] alone = [.. Enumerable.Range(0, Tasks).Select(task => GradientOf(scope, learner, iteration, task))];
        var norms = alone.Select(g => g.norm().ToDouble()).ToArray();
        Assert.Contains(norms, norm => norm > Clip); // or nothing is clipped
        var expected = stack(alone.Zip(norms, (g, norm) => g * Math.Min(1, Clip / norm))).mean([0L]);
        var released = new Contribution(scope, learner, iteration, Tasks, Quiet).Answer(Gradient);
        Assert.Empty(released.Numbers); // no loss
        Assert.True(tensor(released.Vector).allclose(expected, rtol: 1e-4, atol: 1e-6));
    }

    [Fact]
    public void Gradient_WithNoise_HasItsDeviationInTheSum()
    {
        using var scope = NewDisposeScope();
        var (learner, iteration) = Problem();
        var quiet = new Contribution(scope, learner, iteration, Tasks, Quiet).Answer(Gradient);
        var privacy = new PrivacySettings(Clip, new PrivacyAccount(Noise: 30, Delta: 1e-5));
        var noisy = new Contribution(scope, learner, iteration, Tasks, privacy).Answer(Gradient);
        var noise = tensor(noisy.Vector) - tensor(quiet.Vector);
        var expected = 30 * Clip / Tasks;
        var count = noise.numel();
        Assert.True(count > 20);
        Assert.InRange(
            noise.square().mean().sqrt().ToDouble() / expected, 1 - (4 / Math.Sqrt(2 * count)),
            1 + (4 / Math.Sqrt(2 * count)));
    }

    [Fact]
    public void Gradient_AskedAgain_IsTheSameAnswer()
    {
        using var scope = NewDisposeScope();
        var (learner, iteration) = Problem();
        var privacy = new PrivacySettings(Clip, new PrivacyAccount(Noise: 1, Delta: 1e-5));
        var contribution = new Contribution(scope, learner, iteration, Tasks, privacy);
        Assert.False(contribution.HasReleased);
        var first = contribution.Answer(Gradient).Vector;
        Assert.Equal(first, contribution.Answer(Gradient).Vector);
        Assert.True(contribution.HasReleased);
    }

    [Theory]
    [InlineData(RangeQuantity.FisherProduct)]
    [InlineData(RangeQuantity.ClippedGradient)]
    [InlineData(RangeQuantity.LossAndKl)]
    [InlineData(RangeQuantity.Totals)]
    public void Answer_WithNoise_ToAnythingElse_IsRefused(RangeQuantity quantity)
    {
        using var scope = NewDisposeScope();
        var (learner, iteration) = Problem();
        var contribution = new Contribution(scope, learner, iteration, Tasks, Quiet);
        var refusal = Assert.Throws<ContributionException>(() => contribution.Answer(RangeQuestion.For(quantity)));
        Assert.Contains("use the outer optimiser adam or sgd", refusal.Message, StringComparison.Ordinal);
        Assert.False(contribution.HasReleased);
    }

    [Fact]
    public void Answer_AboutSingleTasks_IsRefused()
    {
        using var scope = NewDisposeScope();
        var (learner, iteration) = Problem();
        var contribution = new Contribution(scope, learner, iteration, Tasks, privacy: null);
        Assert.Throws<ContributionException>(() => contribution.Answer(RangeQuestion.For(RangeQuantity.Outcomes)));
    }

    /// <summary>Half of the tasks here and half at a contributor: the gradient is that of all.</summary>
    [Fact]
    public void Mean_OfOwnAndContributedTasks_CountsEachTaskAlike()
    {
        var own = new RangeAnswer([2], [1, -1]);
        var all = own.With(3, [(1, new RangeAnswer([6], [5, 3])), (2, new RangeAnswer([], [4, 0]))]);
        Assert.Equal([(3 * 2 + 1 * 6) / 4.0], all.Numbers);
        Assert.Equal([(3 * 1f + 1 * 5 + 2 * 4) / 6, (3 * -1f + 1 * 3 + 0) / 6], all.Vector);
    }

    /// <summary>min over α of Tα/2σ² + ln(1/δ)/(α − 1), the conversion of Rényi divergences (Mironov 2017).</summary>
    [Theory]
    [InlineData(1, 1.0, 1e-5)]
    [InlineData(300, 20.0, 1e-5)]
    [InlineData(1000, 4.0, 1e-6)]
    public void Epsilon_IsTheBestOfAllRenyiOrders(long releases, double noise, double delta)
    {
        var best = Enumerable.Range(1, 200_000).Select(step => 1 + (step * 1e-3))
            .Min(order => (releases * order / (2 * noise * noise)) + (Math.Log(1 / delta) / (order - 1)));
        var account = new PrivacyAccount(noise, delta);
        Assert.Equal(best, account.Epsilon(releases), 1e-3 * best);
        Assert.Equal(releases, account.Releases(account.Epsilon(releases)));
    }

    private static RangeQuestion Gradient => new(RangeQuantity.Gradient, [], [0]);

    private static Tensor GradientOf(DisposeScope scope, Maml learner, MetaIteration iteration, int task) =>
        tensor(learner.Gather(scope, iteration, new TaskRange(task, 1)).Answer(Gradient).Vector) * Tasks;

    private static (Maml Learner, MetaIteration Iteration) Problem()
    {
        var problem = TinyProblem.Of("continuous", updates: 1, new TaskChunks(Size: 1, Threads: 1));
        problem = problem with
        {
            Budget = problem.Budget with { Tasks = Tasks },
            Placement = problem.Placement with { Dtype = ScalarType.Float32 },
        };
        var learner = new Maml(problem, GradientOrder.Second, new AdamSettings().Create());
        return (learner, new MetaIteration(new RngKey(7), learner.Initialize(new RngKey(1)).Theta));
    }
}
