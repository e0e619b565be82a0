using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Tests.Tensors;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>A network without hidden layers on one-hot observations: Q(s, a) = W[a, s] + b[a], by hand.</summary>
public sealed class DeepQLearningTests
{
    // Q(0, ·) = (1, 2), Q(1, ·) = (3, 5); the step takes action 0 in state 0, earns 1 and sees state 1.
    private static readonly double[] Weights = [1, 3, 2, 5, 0, 0];

    [Fact]
    public void Update_WhereTheClockEnded_MovesTowardsTheBestOfWhatWasSeen() =>
        Assert.Equal(
            [1.25, 3, 2, 5, 0.25, 0],
            Update(terminated: false, new DeepQLearningSettings(0.1, 0.1, Gamma: 0.5, GradientSteps: 1)));

    [Fact]
    public void Update_AtATermination_DoesNotLookBeyond() =>
        Assert.Equal(
            [1, 3, 2, 5, 0, 0],
            Update(terminated: true, new DeepQLearningSettings(0.1, 0.1, Gamma: 0.5, GradientSteps: 1)));

    // δ = 2.5 counts as 1.
    [Fact]
    public void Update_WithHubersLoss_IsBoundByItsWidth() => Assert.Equal(
        [1.1, 3, 2, 5, 0.1, 0],
        Update(terminated: false, new DeepQLearningSettings(0.1, 0.1, Gamma: 0.5, GradientSteps: 1, HuberWidth: 1)));

    // After the first step Q(0, 0) = 1 + 2 · ½ · 2.5 and Q(1, ·) = (3 + 1.25, 5); the target keeps to 5 of the weights
    // at the start.
    [Fact]
    public void Update_OfTwoSteps_KeepsTheTargetOfTheFirst() => Assert.Equal(
        [2.25, 3, 2, 5, 1.25, 0],
        Update(terminated: false, new DeepQLearningSettings(0.5, 0.5, Gamma: 0.5, GradientSteps: 2)));

    // Another action is best after the first step, Q(1, ·) = (6.5, 5), but it is worth 3 by the weights at the start: δ
    // = 2 + 3/2 − 8.
    [Fact]
    public void Update_WhereAnotherActionBecomesBest_TakesItsFirstValue() => Assert.Equal(
        [4.5 - 4.5, 3, 2, 5, 3.5 - 4.5, 0],
        Update(terminated: false, new DeepQLearningSettings(1, 1, Gamma: 0.5, GradientSteps: 2), reward: 2));

    private static double[] Update(bool terminated, DeepQLearningSettings settings, double reward = 1)
    {
        using var scope = NewDisposeScope();
        var network = new QNetwork(2, 2, [], Activation.Tanh, new Boltzmann());
        var alive = ones([1, 1, 1], ScalarType.Float64);
        var rollout = new Rollout(
            tensor([1.0, 0], [1, 1, 1, 2]), tensor([0.0, 1], [1, 1, 2]), zeros([1, 1, 1], ScalarType.Int64),
            alive * reward,
            full([1, 1, 1], terminated, ScalarType.Bool), alive, zeros_like(alive), Restarts: false);
        var (inner, phi) = (
            new DeepQLearning(settings),
            new Params(network.Layout, tensor(Weights, [1, 6])).Detach(requiresGrad: true));
        return inner.Update(
            network, phi, inner.Prepare(network, phi, rollout, 0), 0, GradientOrder.First).Flat.Numbers();
    }
}
