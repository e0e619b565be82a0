using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class PolicyGradientTests
{
    [Fact]
    public void Prepare_WithMeansOverEpisodes_WeighsAShortEpisodeLikeALongOne() =>
        Assert.Equal([0.25, 0.5, 0.25, 0.0], Weights(StepWeighting.Episodes));

    [Fact]
    public void Prepare_WithMeansOverSteps_WeighsEveryStepAlike() =>
        Assert.Equal([1 / 3.0, 1 / 3.0, 1 / 3.0, 0.0], Weights(StepWeighting.Steps));

    // 32-bit floats and a linear baseline, which leaves what its ridge and rounding make.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(1e6)]
    public void Prepare_WhereEveryEpisodeEarnsTheSame_HasNoAdvantage(double reward)
    {
        using var scope = NewDisposeScope();
        var experience = Prepare(full([3, 1, 4], reward, ScalarType.Float32));
        Assert.Equal(new float[12], experience.Advantages.contiguous().data<float>().ToArray());
        Assert.Equal([1f], experience.Unit!.data<float>().ToArray());
    }

    [Fact]
    public void Prepare_WhereOneEpisodeEarnsAThousandthMore_StandardisesItsAdvantage()
    {
        using var scope = NewDisposeScope();
        var rewards = ones([3, 1, 4]);
        rewards[2, 0, 1] = 1.001f;
        Assert.Equal(1, Prepare(rewards).Advantages.square().mean().ToDouble(), 3);
    }

    // One task [T, 1, E] whose observations are random.
    private static Experience Prepare(Tensor rewards)
    {
        var observations = new RngKey(1).Normal([3, 1, 4, 2], CPU, ScalarType.Float32);
        var alive = ones_like(rewards);
        var rollout = new Rollout(
            observations, observations[0], zeros([3, 1, 4], ScalarType.Int64), rewards, alive > 1, alive,
            alive.cumsum(0) - 1, Restarts: false);
        return new AdvantageEstimator(new AdvantageSettings()).Of(rollout);
    }

    // Weights [T, E] of one task with two episodes, of two steps and of one.
    private static double[] Weights(StepWeighting over)
    {
        using var scope = NewDisposeScope();
        var alive = tensor([1.0, 1, 1, 0], [2, 1, 2]);
        var rollout = new Rollout(
            zeros([2, 1, 2, 1], ScalarType.Float64), zeros([1, 2, 1], ScalarType.Float64), zeros([2, 1, 2, 1]), alive,
            alive > 1, alive,
            tensor([0.0, 0, 1, 1], [2, 1, 2]), Restarts: false);
        var advantages = new AdvantageEstimator(new AdvantageSettings(Baseline: ValueBaseline.None, MeanOver: over));
        return advantages.Of(rollout).Weights.contiguous().data<double>().ToArray();
    }
}
