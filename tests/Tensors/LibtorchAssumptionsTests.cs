using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Tensors;

/// <summary>What the project takes for granted about libtorch, whichever one it runs on.</summary>
public sealed class LibtorchAssumptionsTests
{
    [Fact]
    public void Add_OnTwoDevices_IsAnError() =>
        Assert.Contains(
            "same device", Assert.Throws<ExternalException>(() => ones(3, device: "meta") + ones(3)).Message);

    [Fact]
    public void Split_OfAFlatVector_SharesItsMemory()
    {
        var flat = zeros(6);

        flat.split([2L, 4L])[1].view(2, 2).fill_(1);

        Assert.Equal([0, 0, 1, 1, 1, 1], flat.Numbers());
    }

    [Fact]
    public void Split_OfAFlatVector_HasOneVectorAsGradient()
    {
        var flat = Elements.UpTo(3).requires_grad_();
        var parts = flat.split([1L, 2L]);

        var gradient = autograd.grad([(parts[0] * 5).sum() + parts[1].square().sum()], [flat])[0];

        Assert.Equal([5, 4, 6], gradient.Numbers());
    }

    [Fact]
    public void Split_OfAFlatVector_IsTwiceDifferentiable()
    {
        var flat = Elements.UpTo(3).requires_grad_();
        var parts = flat.split([1L, 2L]);
        var product = parts[0].pow(2).sum() * parts[1].pow(3).sum();

        var first = autograd.grad([product], [flat], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first.sum()], [flat])[0];

        // f = a² (b³ + c³) at (1, 2, 3): ∂/∂a of the gradient's sum is
        // 2 · 35 + 2 · (3 · 4 + 3 · 9), and so on.
        Assert.Equal([148, 36, 72], second.Numbers());
    }

    [Fact]
    public void Grad_OfTheSummedLoss_IsTheStackOfTheTasksGradients()
    {
        var phi = tensor([1.0, 2, 3, 4], [2, 2], requires_grad: true);
        Tensor Alone(Tensor row) => autograd.grad([row.square().prod()], [phi], retain_graph: true)[0];

        var together = autograd.grad([phi.square().prod(1).sum()], [phi])[0];

        Assert.Equal((Alone(phi[0]) + Alone(phi[1])).Numbers(), together.Numbers());
    }

    [Fact]
    public void Bmm_OfOneTask_HasTheNumbersItHasAmongOthers()
    {
        using var generator = new Generator(1);
        var x = randn([5, 40, 8], ScalarType.Float64, generator: generator);
        var w = randn([5, 8, 16], ScalarType.Float64, generator: generator);

        Assert.True(x.bmm(w)[2].allclose(x[2].mm(w[2]), rtol: 1e-14, atol: 1e-14));
    }

    [Fact]
    public void Product_OfMatricesAlignedOtherwise_HasTheSameBytes()
    {
        using var generator = new Generator(1);
        Tensor a = randn([37, 61], generator: generator), b = randn([61, 29], generator: generator);
        Tensor Shifted(Tensor matrix, long floats) =>
            cat([zeros(floats), matrix.flatten()]).narrow(0, floats, matrix.numel()).view(matrix.shape);

        Assert.All(Enumerable.Range(0, 17), floats => Assert.Equal(
            a.mm(b).bytes.ToArray(), Shifted(a, floats).mm(Shifted(b, 3 * floats)).bytes.ToArray()));
    }

    [Fact]
    public void MaxOverDimension_OfATie_IsTheSameEveryTime() =>
        Assert.Equal(zeros([50, 3]).max(1).indexes.Numbers(), zeros([50, 3]).max(1).indexes.Numbers());

    [Fact]
    public void Sum_OverThousandsOfFloats_IsTheSameEveryTime()
    {
        using var generator = new Generator(1);
        var numbers = randn(100_000, generator: generator);

        Assert.Equal(numbers.sum().item<float>(), numbers.sum().item<float>());
    }

    [Fact]
    public void Rand_Float32_IsNeverOne()
    {
        using var generator = new Generator(1);

        Assert.True(rand(1_000_000, generator: generator).max().item<float>() < 1);
    }

    [Fact]
    public void Autograd_OnSeveralThreads_RunsAtOnce()
    {
        // A backward pass of some 200 ms, during which another thread finishes ten of its own.
        var x = ones([400, 400], requires_grad: true);
        var chain = x;
        for (var i = 0; i < 60; i++)
        {
            chain = chain.mm(x) * 0.0025;
        }

        using var started = new ManualResetEventSlim();
        var finished = 0;
        var other = new Thread(() =>
        {
            var y = ones(1, requires_grad: true);
            started.Wait();
            for (var i = 0; i < 10; i++, finished++)
            {
                Thread.Sleep(1);
                _ = autograd.grad([y.square()], [y]);
            }
        });
        other.Start();

        started.Set();
        _ = autograd.grad([chain.sum()], [x]);
        var meanwhile = Volatile.Read(ref finished);
        other.Join();

        Assert.Equal(10, meanwhile);
    }
}
