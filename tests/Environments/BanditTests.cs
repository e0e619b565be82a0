using MetaRL.Environments.Bandits;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class BanditTests : TaskFamilyContract
{
    private readonly Bandit _family = new(arms: 3);

    protected override TaskFamily Family => _family;

    protected override IReadOnlyList<(Tensor One, Tensor Other)> Alternatives(TaskParameter parameter) =>
        EveryPart(parameter);

    [Theory]
    [InlineData(0.29, 0.0)] // an arm of probability 0.7 pays for the upper 0.7 of the uniform numbers
    [InlineData(0.31, 1.0)]
    public void Step_OfABernoulliArm_PaysOneOrNothing(double noise, double expected) =>
        Assert.Equal(expected, Reward(_family, [0.1, 0.7, 0.2], arm: 1, [noise]));

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(1.0, 1.0)]
    public void Step_OfASureArm_AlwaysPaysTheSame(double probability, double expected)
    {
        Assert.Equal(expected, Reward(_family, [probability, 0.5, 0.5], arm: 0, [0.0]));
        Assert.Equal(expected, Reward(_family, [probability, 0.5, 0.5], arm: 0, [0.9999999]));
    }

    [Fact]
    public void Step_OfAGaussianArm_AddsNormalNoiseOfBoxAndMuller()
    {
        // u = 1 − e⁻², v = 0.5: √(−2 ln e⁻²) cos π = −2
        var family = new Bandit(arms: 3, rewards: BanditRewards.Gaussian);
        Assert.Equal(-0.5, Reward(family, [0, 1.5, 0], arm: 1, [1 - Math.Exp(-2), 0.5]), 12);
    }

    [Fact]
    public void Observe_Always_IsOne()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Sample(new RngKey(1), 2, TaskSplit.Train);
        Assert.Equal([1.0, 1.0], _family.Observe(tasks, zeros([2, 1, 1], ScalarType.Int64)).data<double>().ToArray());
    }

    [Fact]
    public void Sample_OfGaussianArms_IsStandardNormal()
    {
        using var scope = NewDisposeScope();
        var means = new Bandit(arms: 5, rewards: BanditRewards.Gaussian)
            .Sample(new RngKey(1), 20_000, TaskSplit.Train)["mean"];
        Assert.Equal([20_000, 5], means.shape);
        Assert.InRange(means.mean().ToDouble(), -4 / Math.Sqrt(1e5), 4 / Math.Sqrt(1e5));
        Assert.InRange(means.square().mean().ToDouble(), 1 - (4 * Math.Sqrt(2 / 1e5)), 1 + (4 * Math.Sqrt(2 / 1e5)));
        Assert.True(means.max().ToDouble() > 3.5);
    }

    [Fact]
    public void OptimalReturn_OfKnownArms_IsTheBestOnEveryPull()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(70.0, _family.Oracle.OptimalReturn(Arms(_family, [0.1, 0.7, 0.2])).ToDouble(), 12);
    }

    [Fact]
    public void OptimalReturn_OfKnownArms_IsWhatDynamicProgrammingFinds()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Sample(new RngKey(1), 50, TaskSplit.Train);
        var values = FiniteHorizon.OptimalValues(TabularFamily.TablesOf(tasks), 100).squeeze(-1);
        Assert.True((values - _family.Oracle.OptimalReturn(tasks)).abs().max().ToDouble() < 1e-10);
    }

    private static double Reward(Bandit family, double[] means, long arm, double[] noise)
    {
        using var scope = NewDisposeScope();
        return family.Step(
            Arms(family, means), zeros([1, 1, 1], ScalarType.Int64), tensor([arm], [1, 1]),
            tensor(noise, [1, 1, noise.Length])).Reward.ToDouble();
    }

    private static TaskBatch Arms(Bandit family, double[] means) =>
        family.Create(new Dictionary<string, Tensor> { ["mean"] = tensor(means, [1, means.Length]) }, 1);
}

public sealed class GaussianBanditTests : TaskFamilyContract
{
    protected override TaskFamily Family { get; } = new Bandit(arms: 3, rewards: BanditRewards.Gaussian);

    protected override IReadOnlyList<(Tensor One, Tensor Other)> Alternatives(TaskParameter parameter) =>
        EveryPart(parameter);
}
