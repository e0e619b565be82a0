using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

public sealed class AutogradTests
{
    private readonly Tensor _x = tensor([1.0, 2, 3], requires_grad: true);

    [Fact]
    public void Grad_OfCubes_IsThreeSquares() =>
        Assert.Equal([3, 12, 27], Gradient((_x * _x * _x).sum(), _x).Numbers());

    [Fact]
    public void Grad_OfGradient_IsTheSecondDerivative()
    {
        Tensor first = Gradient(_x.pow(3).sum(), _x, createGraph: true);

        Assert.Equal([6, 12, 18], Gradient(first.sum(), _x).Numbers());
    }

    [Fact]
    public void Grad_ThroughAnUpdate_IsTheMetaGradient()
    {
        // φ = θ - 0.1 · 2θ = 0.8 θ, so that d φ²/dθ = 2 · 0.8² θ.
        Tensor theta = tensor(5.0, requires_grad: true);
        Tensor phi = theta - (0.1 * Gradient(theta.square(), theta, createGraph: true));

        Assert.Equal(6.4, Gradient(phi.square(), theta).item<double>(), 12);
    }

    [Fact]
    public void Grad_OfBmmTwice_IsTheHessianVectorProduct()
    {
        // f(W) = Σ (x W)², so that the Hessian applied to ones is 2 xᵀ x 1.
        Tensor x = tensor([1.0, 2, 3, 4], [1, 2, 2]);
        Tensor w = zeros([1, 2, 2], ScalarType.Float64, requires_grad: true);
        Tensor first = Gradient(x.bmm(w).square().sum(), w, createGraph: true);

        Assert.Equal([48, 48, 68, 68], Gradient((first * ones_like(w)).sum(), w).Numbers());
    }

    [Theory]
    [InlineData("tanh", -0.7268619813835873)]
    [InlineData("sigmoid", -0.057556794852320757)]
    [InlineData("exp", 1.6487212707001282)]
    [InlineData("log", -4.0)]
    [InlineData("softplus", 0.23500371220159449)]
    public void Grad_Twice_MatchesTheClosedForm(string function, double expected)
    {
        Tensor x = tensor(0.5, requires_grad: true);
        Tensor y = function switch
        {
            "tanh" => x.tanh(),
            "sigmoid" => x.sigmoid(),
            "exp" => x.exp(),
            "log" => x.log(),
            _ => nn.functional.softplus(x),
        };

        Assert.Equal(expected, Gradient(Gradient(y, x, createGraph: true), x).item<double>(), 12);
    }

    [Fact]
    public void Grad_WithGradOutputs_WeightsTheOutputs() => Assert.Equal(
        [2, 0, 0], autograd.grad([_x * 2], [_x], [tensor([1.0, 0, 0])])[0].Numbers());

    [Fact]
    public void Grad_UnusedInputAllowed_IsInvalid()
    {
        Tensor unused = zeros(1, requires_grad: true);

        Assert.True(autograd.grad([_x.sum()], [_x, unused], allow_unused: true)[1].IsInvalid);
    }

    [Fact]
    public void Grad_UnusedInput_Throws()
    {
        Tensor unused = zeros(1, requires_grad: true);

        Assert.Throws<ExternalException>(() => autograd.grad([_x.sum()], [unused]));
    }

    [Fact]
    public void Grad_TwiceWithoutRetaining_Throws()
    {
        Tensor y = _x.exp().sum();
        _ = Gradient(y, _x);

        Assert.Throws<ExternalException>(() => Gradient(y, _x));
    }

    [Fact]
    public void Grad_TwiceRetaining_IsTheSame()
    {
        Tensor y = _x.square().sum();
        _ = autograd.grad([y], [_x], retain_graph: true);

        Assert.Equal([2, 4, 6], Gradient(y, _x).Numbers());
    }

    [Fact]
    public void Backward_Twice_Accumulates()
    {
        _x.sum().backward();
        _x.sum().backward();

        Assert.Equal([2, 2, 2], _x.grad!.Numbers());
    }

    [Fact]
    public void GradProperty_BeforeBackward_IsNull() => Assert.Null(_x.grad);

    [Fact]
    public void RetainGrad_OnAnIntermediate_KeepsItsGradient()
    {
        Tensor y = _x * 2;
        y.retain_grad();

        y.sum().backward();

        Assert.Equal([1, 1, 1], y.grad!.Numbers());
    }

    [Fact]
    public void Detach_Result_DoesNotRequireGrad() => Assert.False((_x * 2).detach().requires_grad);

    [Fact]
    public void IsLeaf_OfAResult_IsFalse() => Assert.False((_x * 2).is_leaf);

    [Fact]
    public void NoGrad_Inside_RecordsNothing()
    {
        using IDisposable mode = no_grad();

        Assert.False((_x * 2).requires_grad);
    }

    [Fact]
    public void NoGrad_Disposed_RecordsAgain()
    {
        no_grad().Dispose();

        Assert.True((_x * 2).requires_grad);
    }

    [Fact]
    public void EnableGrad_InsideNoGrad_Records()
    {
        using IDisposable off = no_grad();
        using IDisposable on = enable_grad();

        Assert.True((_x * 2).requires_grad);
    }

    [Fact]
    public void NoGrad_OnOneThread_LeavesOthersAlone()
    {
        using IDisposable mode = no_grad();

        Assert.True(Elements.OnAnotherThread(is_grad_enabled));
    }

    [Fact]
    public void RequiresGrad_OnIntegers_Throws() => Assert.Throws<ExternalException>(() => arange(3).requires_grad_());

    private static Tensor Gradient(Tensor output, Tensor input, bool createGraph = false) =>
        autograd.grad([output], [input], retain_graph: createGraph, create_graph: createGraph)[0];
}
