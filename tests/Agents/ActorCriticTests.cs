using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Tests.Tensors;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>Networks without hidden layers on one-hot observations: logits W s + b, value w·s + c, by hand.</summary>
public sealed class ActorCriticTests
{
    // V(0) = 1, V(1) = 3; one step takes action 0 of two equally likely ones in state 0, earns 2 and sees state 1.
    private static readonly double[] Weights = [0, 0, 0, 0, 0, 0, 1, 3, 0];

    // A = 2 + ½ · 3 − 1 = 2.5: the logits move by α A (1 − ½, −½), the value by α · 2 c A.
    [Fact]
    public void Update_WhereTheClockEnded_GoesOnWithTheValueOfWhatWasSeen() =>
        Assert.Equal([0.125, 0, -0.125, 0, 0.125, -0.125, 1 + 0.2, 3, 0.2], Update(terminated: false, bootstrap: true));

    // A = 2 − 1
    [Fact]
    public void Update_AtATermination_DoesNotLookBeyond() =>
        Assert.Equal([0.05, 0, -0.05, 0, 0.05, -0.05, 1 + 0.08, 3, 0.08], Update(terminated: true, bootstrap: true));

    [Fact]
    public void Update_WithoutBootstrap_TakesTheClockForTheEnd() =>
        Assert.Equal([0.05, 0, -0.05, 0, 0.05, -0.05, 1 + 0.08, 3, 0.08], Update(terminated: false, bootstrap: false));

    private static double[] Update(bool terminated, bool bootstrap)
    {
        using var scope = NewDisposeScope();
        var policy = new ActorCriticPolicy(new CategoricalPolicy(2, 2, [], Activation.Tanh), 2, [], Activation.Tanh);
        var inner = new ActorCritic(new ActorCriticSettings(
            0.1, 0.1, Gamma: 0.5, ValueWeight: 0.4, NormalizeAdvantages: false, BootstrapAtTimeLimit: bootstrap));
        var alive = ones([1, 1, 1], ScalarType.Float64);
        var rollout = new Rollout(
            tensor([1.0, 0], [1, 1, 1, 2]), tensor([0.0, 1], [1, 1, 2]), zeros([1, 1, 1], ScalarType.Int64), alive * 2,
            full([1, 1, 1], terminated, ScalarType.Bool), alive, zeros_like(alive), Restarts: false);
        var phi = new Params(policy.Layout, tensor(Weights, [1, 9])).Detach(requiresGrad: true);
        var learned = inner.Update(
            policy, phi, inner.Prepare(policy, phi, rollout, 0), 0, GradientOrder.First).Flat.Numbers();
        return [.. learned.Select(number => Math.Round(number, 12))];
    }
}
