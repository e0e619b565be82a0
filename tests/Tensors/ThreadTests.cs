using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Tensors;

/// <summary>Several C# threads with graphs of their own, as the meta-learner's chunks of tasks are.</summary>
public sealed class ThreadTests
{
    [Fact]
    public void MetaGradients_OnFourThreads_HaveTheBytesOfOne()
    {
        byte[][] serial = [.. Enumerable.Range(0, 16).Select(MetaGradient)];

        var parallel = new byte[16][];
        var four = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        Parallel.For(0, 16, four, seed => parallel[seed] = MetaGradient(seed));

        Assert.Equal(serial, parallel);
    }

    [Fact]
    public void Backward_OnThreadsSharingALeaf_AddsUp()
    {
        var theta = zeros(3, ScalarType.Float64, requires_grad: true);
        var gradients = new Tensor[8];

        Parallel.For(0, 8, task => gradients[task] = autograd.grad([(theta * task).sum()], [theta])[0]);

        Assert.Equal([28, 28, 28], stack(gradients).sum(dim: 0).Numbers());
    }

    [Fact]
    public void Finalizers_WhileThreadsWork_DoNotDisturb()
    {
        Parallel.For(0, 8, _ =>
        {
            var sum = zeros(1, ScalarType.Float64);
            for (var i = 0; i < 2000; i++)
            {
                sum = sum + ones(1, ScalarType.Float64);
            }

            Assert.Equal(2000, sum.item<double>());
            GC.Collect();
        });
    }

    private static byte[] MetaGradient(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var weights = (randn([4, 3, 8], generator: generator) * 0.3).requires_grad_();
        var readout = randn([4, 8, 1], generator: generator).requires_grad_();
        var x = randn([4, 20, 3], generator: generator);
        var y = randn([4, 20, 1], generator: generator);

        Tensor Loss(Tensor w, Tensor r) => (x.bmm(w).tanh().bmm(r) - y).square().mean();
        var inner = autograd.grad(
            [Loss(weights, readout)], [weights, readout], retain_graph: true, create_graph: true);
        var outer = Loss(weights - (0.1 * inner[0]), readout - (0.1 * inner[1]));
        var meta = autograd.grad([outer], [weights, readout]);
        return cat([meta[0].flatten(), meta[1].flatten()]).bytes.ToArray();
    }
}
