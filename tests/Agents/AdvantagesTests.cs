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
        Assert.Equal(
            [3.75, 5.5, 7.0],
            Numbers(Advantages.DiscountedReturns(Column(Rewards), Halves(), Column([8]).select(0, 0))));

    [Fact]
    public void Gae_WithLambdaOne_IsReturnMinusValue() =>
        Assert.Equal([2.25, 2.0, 4.0], Numbers(Advantages.Gae(Column(Rewards), Halves(), Column(Values), Zero(), 1)));

    [Fact]
    public void Gae_WithLambdaZero_IsTheTemporalDifference() =>
        Assert.Equal([1.25, 0.0, 4.0], Numbers(Advantages.Gae(Column(Rewards), Halves(), Column(Values), Zero(), 0)));

    [Fact]
    public void Gae_WithAFinalValue_BootstrapsTheLastStepWithIt() =>
        Assert.Equal(
            [1.25, 0.0, 5.0],
            Numbers(Advantages.Gae(Column(Rewards), Halves(), Column(Values), Column([2]).select(0, 0), 0)));

    [Fact]
    public void DiscountedReturns_AcrossTheEndOfAnEpisode_StopThere() =>
        Assert.Equal(
            [2.0, 2.0, 3.0], Numbers(Advantages.DiscountedReturns(Column(Rewards), Column([0.5, 0, 0.5]), Zero())));

    [Fact]
    public void Gae_AcrossTheEndOfAnEpisode_SeesNoValueBeyondIt() =>
        Assert.Equal(
            [1.5, 0.5, 4.0],
            Numbers(Advantages.Gae(Column(Rewards), Column([0.5, 0, 0.5]), Column(Values), Zero(), 1)));

    [Fact]
    public void Normalize_WithEqualWeights_HasMeanZeroAndVarianceOne()
    {
        using var scope = NewDisposeScope();
        var normal = Advantages.Normalize(
            Column([1, 2, 6]), Column([1 / 3.0, 1 / 3.0, 1 / 3.0]), tensor(new[] { false }));
        Assert.Equal(0, normal.mean().ToDouble(), 12);
        Assert.Equal(1, normal.square().mean().ToDouble(), 7);
    }

    [Fact]
    public void Normalize_OfOneTask_DoesNotSeeAnother()
    {
        using var scope = NewDisposeScope();
        var advantages = tensor([1.0, 100, 2, 300, 6, 700], [3, 2, 1]);
        var weights = full([3, 2, 1], 1 / 3.0, ScalarType.Float64);
        var different = tensor(new[] { false, false });
        var alone = Advantages.Normalize(
            advantages.narrow(1, 0, 1), weights.narrow(1, 0, 1), different.narrow(0, 0, 1));
        Assert.Equal(Numbers(alone), Numbers(Advantages.Normalize(advantages, weights, different).select(1, 0)));
    }

    [Fact]
    public void Standardize_WhereReturnsAreEqual_IsZeroInUnitsOfTheReturn()
    {
        using var scope = NewDisposeScope();
        var advantages = tensor([1.0, 1, 3, 3], [2, 2, 1]);
        var (standardized, unit) = Advantages.Standardize(
            advantages, full([2, 2, 1], 0.5, ScalarType.Float64), tensor(new[] { true, false }));
        Assert.Equal([0.0, 0.0], Numbers(standardized.select(1, 0)));
        Assert.Equal([-1.0, 1.0], Numbers(standardized.select(1, 1)), (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal([1.0, 1.0], Numbers(unit), (a, b) => Math.Abs(a - b) < 1e-7);
    }

    // Three episodes of two steps in 32-bit floats.
    [Theory]
    [InlineData(0f, 0f, true)]
    [InlineData(1f, 1f, true)]
    [InlineData(-1f, -1f, true)]
    [InlineData(1e6f, 1e6f, true)]
    [InlineData(1f, 1.0000005f, true)]     // 4 units in the last place
    [InlineData(-1e6f, -1000000.5f, true)]
    [InlineData(1f, 1.001f, false)]
    [InlineData(-1e6f, -1000010f, false)]
    [InlineData(0f, 1e-7f, false)]         // small, and all that there is
    [InlineData(-1f, 1f, false)]
    public void AreEqual_OfReturnsThatDiffer_DependsOnTheirMagnitude(float one, float other, bool expected)
    {
        using var scope = NewDisposeScope();
        Assert.Equal([expected], Equal([7, 7, 7, one, other, one], [2, 1, 3]));
        Assert.Equal([expected], Equal([one, other, one, 7, 7, 7], [2, 1, 3]));
    }

    [Fact]
    public void AreEqual_OfStepsWithDifferentReturns_ComparesThoseOfOneTimeOnly()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([true], Equal([2, 2, 1, 1], [2, 1, 2]));
        Assert.Equal([false], Equal([2, 2, 1, 1], [2, 1, 2], sharedTime: false));
    }

    [Fact]
    public void AreEqual_OfASingleEpisode_ComparesItsSteps()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([false, true], Equal([2, 5, 1, 5], [2, 2, 1]));
    }

    // [T, N, E] = [2, 2, 2]: the first task earns 1 and 1, then 3 and 3; the second 1 and 2, then 3 and 3.
    [Fact]
    public void AreEqual_OfOneTask_DoesNotSeeAnother()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([true, false], Equal([1, 1, 1, 2, 3, 3, 3, 3], [2, 2, 2]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AreEqual_AfterTheEndOfAnEpisode_SeesNothing(bool sharedTime)
    {
        using var scope = NewDisposeScope();
        var alive = tensor([1f, 1, 1, 0, 0, 0], [3, 1, 2]);
        Assert.Equal([true], Equal([4, 4, 4, 9, 8, 7], [3, 1, 2], sharedTime, alive));
    }

    // One task whose poles fall with every second step, in two environments that restart and two that do not.
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void EarnsAlike_OfEpisodesThatFollowEachOther_ComparesAllTheirSteps(bool restarts, bool expected)
    {
        using var scope = NewDisposeScope();
        var rollout = FallingPoles(restarts);
        var discounts = rollout.Terminated.logical_not().to_type(ScalarType.Float64);
        var returns = Advantages.DiscountedReturns(rollout.Rewards, discounts, zeros([1, 2], ScalarType.Float64));
        Assert.Equal([expected], rollout.EarnsAlike(returns).data<bool>().ToArray());
    }

    [Fact]
    public void EarnsAlike_OfEpisodesThatDidNotEnd_ComparesThoseOfOneTime()
    {
        using var scope = NewDisposeScope();
        var rollout = FallingPoles(restarts: true);
        var standing = rollout with { Terminated = zeros_like(rollout.Terminated) };
        Assert.Equal([true], standing.EarnsAlike(tensor([4.0, 4, 3, 3, 2, 2, 1, 1], [4, 1, 2])).data<bool>().ToArray());
    }

    private static Rollout FallingPoles(bool restarts)
    {
        var reward = ones([4, 1, 2], ScalarType.Float64);
        var terminated = tensor(new[] { false, false, true, true, false, false, true, true }, [4, 1, 2]);
        var time = tensor([0.0, 0, 1, 1, 0, 0, 1, 1], [4, 1, 2]);
        return Rollout.OfSteps(
            zeros([4, 1, 2, 1], ScalarType.Float64), zeros([1, 2, 1], ScalarType.Float64),
            zeros([4, 1, 2], ScalarType.Int64), reward, terminated,
            time, restarts);
    }

    private static bool[] Equal(float[] returns, long[] shape, bool sharedTime = true, Tensor? alive = null)
    {
        var values = tensor(returns, shape);
        return Advantages.AreEqual(values, alive ?? ones_like(values), sharedTime).data<bool>().ToArray();
    }

    private static Tensor Halves() => Column([0.5, 0.5, 0.5]);

    // [T] → [T, 1, 1]
    private static Tensor Column(double[] values) => tensor(values, [values.Length, 1, 1]);

    private static Tensor Zero() => zeros([1, 1], ScalarType.Float64);

    private static double[] Numbers(Tensor tensor) => tensor.contiguous().data<double>().ToArray();
}
