using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>A recurrent policy by kernels in 32 bits, held against autograd.</summary>
public sealed class FusedGruTests
{
    private const int Lanes = 9;
    private const int Steps = 14;

    public static TheoryData<int, int> Architectures => new() { { 1, 0 }, { 2, 0 }, { 1, 6 }, { 2, 5 } };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Step_ByKernels_IsTheOneByAutograd(int layers, int readout)
    {
        using var scope = NewDisposeScope();
        var (fused, theta) = Policy(layers, readout, usesKernels: true);
        var (graph, _) = Policy(layers, readout, usesKernels: false);
        var trials = Trials();
        var (one, other) = (Step(scope, fused, theta, trials), Step(scope, graph, theta, trials));
        AssertClose(other.Theta - theta.Flat, one.Theta - theta.Flat, 1e-3); // Adam divides by the gradient's size
        foreach (var (name, value) in other.Metrics)
        {
            Assert.InRange(Math.Abs(one.Metrics[name] - value), 0, 1e-4 * Math.Max(1, Math.Abs(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Remember_WithConstantWeights_IsTheSameAsWithAGraph(int layers, int readout)
    {
        using var scope = NewDisposeScope();
        var (policy, theta) = Policy(layers, readout, usesKernels: true);
        var inputs = new RngKey(4).Normal([Steps, Lanes, 9], CPU);
        using var fused = policy.With(theta);
        var graph = policy.With(theta.Detach(requiresGrad: true));
        AssertClose(graph.Remember(inputs), fused.Remember(inputs), 1e-5);
    }

    [Fact]
    public void Fused_IsThereForFloatsWithKernelsOnly()
    {
        using var scope = NewDisposeScope();
        var (policy, theta) = Policy(1, 0, usesKernels: true);
        using var fused = policy.Fused(theta);
        Assert.NotNull(fused);
        Assert.Null(policy.Fused(theta with { Flat = theta.Flat.to_type(ScalarType.Float64) }));
        Assert.Null(Policy(1, 0, usesKernels: false).Policy.Fused(theta));
    }

    private static (RecurrentPolicy Policy, Params Theta) Policy(int layers, int readout, bool usesKernels)
    {
        var wiring = new RecurrentWiring(Readout: readout);
        var head = new CategoricalPolicy(RecurrentPolicy.Features(3, 7, wiring), 4, [], Activation.Tanh);
        var policy = new RecurrentPolicy(3, new Discrete(4), new GruSettings(7, layers), head, wiring, usesKernels);
        return (policy, policy.Initialize(new RngKey(1), CPU));
    }

    private static TrialSequence Trials()
    {
        var key = new RngKey(2);
        var lengths = arange(Lanes).add(Steps - Lanes + 1); // of unequal length
        var alive = arange(Steps).unsqueeze(-1).lt(lengths).to_type(ScalarType.Float32);
        return new TrialSequence(
            key.For("observations").Normal([Steps, Lanes, 3], CPU),
            key.For("actions").Uniform([Steps, Lanes], CPU).mul(4).to_type(ScalarType.Int64),
            key.For("rewards").Normal([Steps, Lanes], CPU) * alive, zeros([Steps, Lanes], ScalarType.Bool), alive);
    }

    private static MetaRL.Optimizers.OuterStep Step(
        DisposeScope scope, RecurrentPolicy policy, Params theta, TrialSequence trials)
    {
        var ppo = new RecurrentPpo(policy, new RecurrentPpoSettings(Epochs: 2, Minibatches: 2));
        return ppo.Step(
            scope, new RngKey(3), theta, ppo.Initialize(theta.Flat), trials, new TaskChunks(3, 2), iteration: 0);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance) => Assert.InRange(
        ((actual - expected).norm() / expected.norm()).ToDouble(), 0, tolerance);
}
