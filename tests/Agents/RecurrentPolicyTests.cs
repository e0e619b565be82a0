using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class RecurrentPolicyTests
{
    private readonly RecurrentPolicy _discrete = new(
        1, new Discrete(3), new GruSettings(4), new CategoricalPolicy(4, 3, [], Activation.Tanh));
    private readonly RecurrentPolicy _continuous = new(
        1, new Box(2), new GruSettings(4), new GaussianPolicy(4, 2, [], Activation.Tanh));

    [Fact]
    public void Previous_OfADiscreteAction_IsItOneHotThenRewardThenWhetherTheEpisodeEnded()
    {
        using var scope = NewDisposeScope();
        var previous = _discrete.Previous(
            zeros([2, 1]), tensor(new[] { 2L, 0L }), tensor(new[] { 0.5, -1.0 }), tensor(new[] { false, true }));
        Assert.Equal([0.0, 0, 1, 0.5, 0, 1, 0, 0, -1, 1], previous.contiguous().data<double>().ToArray());
    }

    [Fact]
    public void Previous_OfAContinuousAction_IsItThenRewardThenWhetherTheEpisodeEnded()
    {
        using var scope = NewDisposeScope();
        var previous = _continuous.Previous(
            zeros([1, 1]), tensor(new[] { 0.25, -3.0 }).view(1, 2), tensor(new[] { 7.0 }), tensor(new[] { true }));
        Assert.Equal([0.25, -3, 7, 1], previous.contiguous().data<double>().ToArray());
    }

    // State 1 of 2, action 2 of 3: the last of six pairs, bare and times the reward.
    [Fact]
    public void Previous_AsATransition_IsWhichStateAndActionThenWhatTheyEarned()
    {
        using var scope = NewDisposeScope();
        var previous = Wired().Previous(
            tensor(new[] { 0.0, 1 }).view(1, 2), tensor(new[] { 2L }), tensor(new[] { 0.5 }), tensor(new[] { true }));
        Assert.Equal([0.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0.5, 0.5, 1], previous.contiguous().data<double>().ToArray());
    }

    // With all weights of the GRU at 0, h = 0, and the features are max(0, W (0, o) + b): the readout sees the present
    // observation.
    [Fact]
    public void Remember_WithAReadout_IsItsRectifiedFunctionOfStateAndObservation()
    {
        using var scope = NewDisposeScope();
        var policy = Wired();
        var theta = policy.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        var weights = policy.Layout.Weights.Select(weight => weight.Name)
            .Zip(policy.Layout.Split(theta.Flat)).ToDictionary();
        foreach (var (name, weight) in weights)
        {
            if (name.StartsWith("gru", StringComparison.Ordinal))
            {
                weight.zero_();
            }
        }

        var inputs = cat([tensor(new[] { 0.3, -2.0 }).view(1, 1, 2), ones([1, 1, 14], ScalarType.Float64)], -1);
        var (w, b) = (weights["readout.weight"], weights["readout.bias"]);
        var expected = (w.select(1, 4) * 0.3 + w.select(1, 5) * -2.0 + b).clamp_min(0);
        Assert.True(policy.With(theta).Remember(inputs).view(-1).allclose(expected, 1e-14, 1e-14));
        Assert.Equal([1, 1, 3], policy.With(theta).Rewards(policy.With(theta).Remember(inputs)).shape);
    }

    private static RecurrentPolicy Wired() => new(
        2, new Discrete(3), new GruSettings(4, Span: 50), new CategoricalPolicy(7, 3, [], Activation.Tanh),
        new RecurrentWiring(PreviousStep.Transition, Readout: 7, PredictsReward: true));

    [Fact]
    public void Inputs_OfATrial_ShowEachStepTheOneBefore()
    {
        using var scope = NewDisposeScope();
        var inputs = _continuous.Inputs(
            tensor(new[] { 1.0, 2, 3 }).view(3, 1, 1), tensor(new[] { 10.0, 11, 20, 21, 30, 31 }).view(3, 1, 2),
            tensor(new[] { 100.0, 200, 300 }).view(3, 1), tensor(new[] { false, true, true }).view(3, 1));
        Assert.Equal(
            [1.0, 0, 0, 0, 0, 2, 10, 11, 100, 0, 3, 20, 21, 200, 1],
            inputs.contiguous().data<double>().ToArray());
    }

    [Fact]
    public void Layout_Always_CountsGruValueAndActions() => Assert.Equal(
        (3 * 4 * (1 + 2 + 2)) + 12 + (3 * 4 * 4) + 12 + 4 + 1 + 2 + (2 * 4) + 2, _continuous.Layout.Count);

    [Fact]
    public void With_Always_GivesEveryWeightToItsPart()
    {
        using var scope = NewDisposeScope();
        var theta = _discrete.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        var h = new RngKey(2).Normal([5, 4], CPU, ScalarType.Float64);
        var names = _discrete.Layout.Weights.Select(weight => weight.Name).ToList();
        var weights = _discrete.Layout.Split(theta.Flat);
        Tensor Named(string name) => weights[names.IndexOf(name)];
        var actor = _discrete.With(theta);
        Assert.True(
            actor.Value(h)
                .allclose(h.matmul(Named("value.weight").t()).squeeze(-1) + Named("value.bias"), 1e-14, 1e-14));
        Assert.True(actor.Act(h).Parameters.allclose(
            h.matmul(Named("action.layer1.weight").t()) + Named("action.layer1.bias"), 1e-14, 1e-14));
    }
}
