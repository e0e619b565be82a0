using MetaRL.Agents.InnerLoops;
using MetaRL.Compat;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>Autograd's meta-objective with graphs that are kept, and with graphs that are made anew.</summary>
public sealed class GraphMemoryTests
{
    private const int Tasks = 3; // one a chunk

    /// <summary>Actions, inner updates, order, with a term that asks for the policies before the updates.</summary>
    public static TheoryData<string, int, GradientOrder, bool> Problems() => new()
    {
        { "continuous", 0, GradientOrder.Second, false },
        { "continuous", 2, GradientOrder.Second, true },
        { "discrete", 1, GradientOrder.Second, false },
        { "discrete", 2, GradientOrder.First, true },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Everything_WithGraphsMadeAnew_HasTheSameBits(
        string actions, int updates, GradientOrder order, bool asksForEarlier)
    {
        using var scope = NewDisposeScope();
        var problem = TinyProblem.Of(actions, updates, new TaskChunks(Size: 1, Threads: 2));
        problem = problem with { Terms = asksForEarlier ? [new SamplingCredit()] : [] };
        var theta = problem.Adaptation.Policy.Initialize(new RngKey(4), CPU, ScalarType.Float64);
        var batches = AdaptationBatch.Gather(scope, problem, new RngKey(5), theta);
        var kept = Objective(long.MaxValue);
        var anew = Objective(0);
        var v = theta.Flat.sin();
        var other = theta.Flat + (theta.Flat.cos() * 0.01);

        Assert.Equal(Tasks, kept.KeptGraphs);
        Assert.Equal(0, anew.KeptGraphs);
        Assert.Equal(kept.Loss, anew.Loss);
        Assert.Equal(Bits(kept.Gradient), Bits(anew.Gradient));
        foreach (var direction in new[] { v, v, other }) // the second time by what the first one kept
        {
            Assert.Equal(Bits(kept.FisherProduct(direction)), Bits(anew.FisherProduct(direction)));
        }

        Assert.Equal(Bits(kept.ClippedGradient(other, 0.1)), Bits(anew.ClippedGradient(other, 0.1)));
        Assert.Equal(kept.At(other), anew.At(other));
        Assert.Equal(kept.WithHeldGradients(other), anew.WithHeldGradients(other));

        AdaptedObjective Objective(long memory) => new(
            scope, problem with { Placement = problem.Placement with { Memory = memory } }, order, theta, batches);
    }

    [Fact]
    public void AllocatedBytes_WithATensorMore_AreThoseOfTheTensorMore()
    {
        const long Bytes = 1 << 30; // never touched, so it is no memory yet
        var before = LibTorch.AllocatedBytes;
        using var tensor = empty(Bytes, ScalarType.Byte);
        var more = LibTorch.AllocatedBytes - before;
        Assert.InRange(more, Bytes * 3 / 4, Bytes * 5 / 4); // other tests allocate beside this one
    }

    private static double[] Bits(Tensor tensor) => HostMemory.Copy<double>(tensor);
}
