using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Rollouts;
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

    // Weights [T, E] of one task with two episodes, of two steps and of one.
    private static double[] Weights(StepWeighting over)
    {
        using var scope = NewDisposeScope();
        var alive = tensor([1.0, 1, 1, 0], [2, 1, 2]);
        var rollout = new Rollout(
            zeros([2, 1, 2, 1], ScalarType.Float64), zeros([1, 2, 1], ScalarType.Float64), zeros([2, 1, 2, 1]), alive, alive > 1, alive,
            tensor([0.0, 0, 1, 1], [2, 1, 2]), Restarts: false);
        var inner = new PolicyGradient(new PolicyGradientSettings(Baseline: ValueBaseline.None, MeanOver: over));
        return inner.Prepare(rollout).Weights.contiguous().data<double>().ToArray();
    }
}
