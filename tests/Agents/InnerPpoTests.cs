using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class InnerPpoTests
{
    private static readonly PolicyGradientSettings Shared = new(StepSize: 0.7, LaterStepSize: 0.4);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Update_OfOneEpochWithoutBound_IsThePolicyGradient(int update)
    {
        using var scope = NewDisposeScope();
        var ppo = Update(
            new InnerPpo(new InnerPpoSettings(0.7, 0.4, Clip: double.PositiveInfinity, Epochs: 1)), update);
        Assert.True(ppo.allclose(Update(new PolicyGradient(Shared), update), 1e-12, 1e-14));
    }

    [Fact]
    public void Update_OfSeveralEpochs_GoesFurtherThanOne()
    {
        using var scope = NewDisposeScope();
        var (one, three) = (
            Update(new InnerPpo(new InnerPpoSettings(0.7, Epochs: 1)), 0),
            Update(new InnerPpo(new InnerPpoSettings(0.7, Epochs: 3)), 0));
        Assert.False(one.allclose(three, 1e-3, 1e-3));
    }

    // With a bound this narrow the first step leaves it almost everywhere in the direction that pays, and nothing pays
    // further.
    [Fact]
    public void Update_WithANarrowBound_MovesLessThanWithout()
    {
        using var scope = NewDisposeScope();
        var (narrow, free) = (
            Update(new InnerPpo(new InnerPpoSettings(0.7, Clip: 1e-3, Epochs: 5)), 0),
            Update(new InnerPpo(new InnerPpoSettings(0.7, Clip: double.PositiveInfinity, Epochs: 5)), 0));
        Assert.True((narrow - Phi().Flat).norm().ToDouble() < 0.6 * (free - Phi().Flat).norm().ToDouble());
    }

    private static CategoricalPolicy Policy { get; } = new(4, 2, [5, 4], Activation.Tanh);

    private static Params Phi() => Policy.Initialize(new RngKey(1), CPU, ScalarType.Float64).Broadcast(3);

    private static Tensor Update(IInnerLoop inner, int update)
    {
        var family = new CartPole(horizon: 30);
        var tasks = family.Sample(new RngKey(2), 3, TaskSplit.Train).To(CPU, ScalarType.Float64);
        var noise = RolloutNoise.Draw(new RngKey(3), family, Policy, tasks, 6);
        var rollout = inner.Collect(family, tasks, Policy, Phi(), noise, update);
        return inner.Update(
            Policy, Phi().Detach(requiresGrad: true), inner.Prepare(Policy, Phi(), rollout, update), update,
            GradientOrder.First).Flat.detach();
    }
}
