using MetaRL.Agents.Rollouts;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class AdvantagesTests
{
    private static readonly double[] Rewards = [1, 2, 3];
    private static readonly double[] Values = [0.5, 1.5, -1];

    [Fact]
    public void DiscountedReturns_WithDiscountOneHalf_HalveWhatFollows() =>
        Assert.Equal([2.75, 3.5, 3.0], Numbers(Advantages.DiscountedReturns(Column(Rewards), Halves(), Zero())));

    [Fact]
    public void DiscountedReturns_WithAFinalValue_DiscountItOncePerStep() =>
        Assert.Equal([3.75, 5.5, 7.0], Numbers(Advantages.DiscountedReturns(Column(Rewards), Halves(), Column([8]).select(0, 0))));

    [Fact]
    public void Gae_WithLambdaOne_IsReturnMinusValue() =>
        Assert.Equal([2.25, 2.0, 4.0], Numbers(Advantages.Gae(Column(Rewards), Halves(), Column(Values), Zero(), 1)));

    [Fact]
    public void Gae_WithLambdaZero_IsTheTemporalDifference() =>
        Assert.Equal([1.25, 0.0, 4.0], Numbers(Advantages.Gae(Column(Rewards), Halves(), Column(Values), Zero(), 0)));

    [Fact]
    public void Gae_WithAFinalValue_BootstrapsTheLastStepWithIt() =>
        Assert.Equal([1.25, 0.0, 5.0], Numbers(Advantages.Gae(Column(Rewards), Halves(), Column(Values), Column([2]).select(0, 0), 0)));

    [Fact]
    public void DiscountedReturns_AcrossTheEndOfAnEpisode_StopThere() =>
        Assert.Equal([2.0, 2.0, 3.0], Numbers(Advantages.DiscountedReturns(Column(Rewards), Column([0.5, 0, 0.5]), Zero())));

    [Fact]
    public void Gae_AcrossTheEndOfAnEpisode_SeesNoValueBeyondIt() =>
        Assert.Equal([1.5, 0.5, 4.0], Numbers(Advantages.Gae(Column(Rewards), Column([0.5, 0, 0.5]), Column(Values), Zero(), 1)));

    [Fact]
    public void Normalize_WithEqualWeights_HasMeanZeroAndVarianceOne()
    {
        using var scope = NewDisposeScope();
        var normal = Advantages.Normalize(Column([1, 2, 6]), Column([1 / 3.0, 1 / 3.0, 1 / 3.0]));
        Assert.Equal(0, normal.mean().ToDouble(), 12);
        Assert.Equal(1, normal.square().mean().ToDouble(), 7);
    }

    [Fact]
    public void Normalize_OfOneTask_DoesNotSeeAnother()
    {
        using var scope = NewDisposeScope();
        var advantages = tensor([1.0, 100, 2, 300, 6, 700], [3, 2, 1]);
        var weights = full([3, 2, 1], 1 / 3.0, ScalarType.Float64);
        var alone = Advantages.Normalize(advantages.narrow(1, 0, 1), weights.narrow(1, 0, 1));
        Assert.Equal(Numbers(alone), Numbers(Advantages.Normalize(advantages, weights).select(1, 0)));
    }

    private static Tensor Halves() => Column([0.5, 0.5, 0.5]);

    // [T] → [T, 1, 1]
    private static Tensor Column(double[] values) => tensor(values, [values.Length, 1, 1]);

    private static Tensor Zero() => zeros([1, 1], ScalarType.Float64);

    private static double[] Numbers(Tensor tensor) => tensor.contiguous().data<double>().ToArray();
}
