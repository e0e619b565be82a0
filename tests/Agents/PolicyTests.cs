using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class PolicyTests
{
    private readonly GaussianPolicy _policy = new(3, 2, [5, 4], Activation.Tanh);

    [Fact]
    public void Layout_OfAGaussianPolicy_NamesEveryWeightInOrder() => Assert.Equal(
        ["log_std", "layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias", "layer3.weight", "layer3.bias"],
        _policy.Layout.Weights.Select(weight => weight.Name));

    [Fact]
    public void Layout_OfAGaussianPolicy_CountsItsWeights() =>
        Assert.Equal(2 + 15 + 5 + 20 + 4 + 8 + 2, _policy.Layout.Count);

    [Fact]
    public void Initialize_OfALayer_StaysWithinGlorotsBound()
    {
        using var scope = NewDisposeScope();
        var weight = _policy.Layout.Split(_policy.Initialize(new RngKey(1), CPU).Flat)[1]; // 3 in, 5 out: √(6 / 8)
        Assert.InRange(weight.abs().max().ToDouble(), 0.5, 0.8661);
    }

    [Fact]
    public void Act_WithSharedOrBroadcastWeights_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var theta = _policy.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        var observation = new RngKey(2).Normal([7, 4, 6, 3], CPU, ScalarType.Float64);
        var shared = _policy.With(theta).Act(observation).Parameters;
        Assert.True(shared.allclose(_policy.With(theta.Broadcast(4)).Act(observation).Parameters, 1e-13, 1e-13));
    }

    [Fact]
    public void Act_OnOneStepOfARollout_IsTheStepOfActOnAll()
    {
        using var scope = NewDisposeScope();
        var phi = new Params(_policy.Layout, new RngKey(3).Normal([4, _policy.Layout.Count], CPU, ScalarType.Float64));
        var observation = new RngKey(2).Normal([7, 4, 6, 3], CPU, ScalarType.Float64);
        var all = _policy.With(phi).Act(observation).Parameters.select(0, 5);
        Assert.True(all.allclose(_policy.With(phi).Act(observation.select(0, 5)).Parameters, 1e-13, 1e-13));
    }

    [Fact]
    public void Act_InOneTask_DoesNotSeeAnothersWeights()
    {
        using var scope = NewDisposeScope();
        var flat = new RngKey(3).Normal([4, _policy.Layout.Count], CPU, ScalarType.Float64);
        var observation = new RngKey(2).Normal([4, 6, 3], CPU, ScalarType.Float64);
        var before = Numbers(_policy.With(new Params(_policy.Layout, flat)).Act(observation).Parameters.select(0, 1));
        flat.select(0, 2).fill_(9);
        Assert.Equal(
            before, Numbers(_policy.With(new Params(_policy.Layout, flat)).Act(observation).Parameters.select(0, 1)));
    }

    [Fact]
    public void Act_OfAKnownNetwork_IsWhatIsComputedByHand()
    {
        using var scope = NewDisposeScope();
        var policy = new CategoricalPolicy(2, 2, [1], Activation.Relu);
        // layer1: w = (1, 2), b = −1; layer2: w = (3, −1)ᵀ, b = (0.5, 0). Input (1, 1): h = 2, logits (6.5, −2).
        var theta = new Params(policy.Layout, tensor([1.0, 2, -1, 3, -1, 0.5, 0]));
        Assert.Equal([6.5, -2.0], Numbers(policy.With(theta).Act(ones([1, 1, 2], ScalarType.Float64)).Parameters));
    }

    private static double[] Numbers(Tensor tensor) => tensor.contiguous().data<double>().ToArray();
}
