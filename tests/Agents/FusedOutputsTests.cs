using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>Acting by a kernel, held against libtorch.</summary>
public sealed class FusedOutputsTests
{
    public static TheoryData<int, int, Activation> Sizes => new()
    {
        { 1, 1, Activation.Tanh }, { 3, 20, Activation.Relu }, { 7, 61, Activation.Tanh }, { 2, 130, Activation.Relu },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Act_WithConstantWeights_IsTheSameAsWithAGraph(int tasks, int envs, Activation activation)
    {
        using var scope = NewDisposeScope();
        var key = new RngKey(1);
        var observation = key.For("observation").Normal([tasks, envs, 5], CPU);
        foreach (var policy in new IPolicy[]
        {
            new GaussianPolicy(5, 2, [9, 17], activation), new CategoricalPolicy(5, 18, [33], activation),
            new CategoricalPolicy(5, 3, [], activation),
        })
        {
            var theta = policy.Initialize(key.For("weights"), CPU);
            var noise = key.For("noise").Normal([tasks, theta.Layout.Count], CPU) * 0.1;
            foreach (var weights in new[] { theta, theta with { Flat = theta.Flat + noise } })
            {
                var expected = policy.With(weights.Detach(requiresGrad: true)).Act(observation).Parameters;
                var actual = policy.With(weights).Act(observation).Parameters;
                Assert.Equal(expected.shape, actual.shape);
                Assert.InRange((actual - expected).abs().max().ToDouble(), 0, 1e-5);
                Assert.False(actual.requires_grad);
            }
        }
    }
}
