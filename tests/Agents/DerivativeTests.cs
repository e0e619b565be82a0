using MetaRL.Agents.InnerLoops;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>What would end the process inside autograd is an exception before.</summary>
public sealed class DerivativeTests
{
    private readonly Tensor _x = tensor([1.0, 2.0, 3.0], requires_grad: true);

    [Fact]
    public void Of_SumOfCubes_IsThreeSquares() =>
        Assert.Equal([3.0, 12.0, 27.0], Derivative.Of(_x.pow(3).sum(), _x).data<double>().ToArray());

    [Fact]
    public void Of_Weighted_IsTheProductWithTheJacobian() => Assert.Equal(
        [10.0, 80.0, 270.0],
        Derivative.Of([_x * _x, _x * 3], _x, [tensor([5.0, 20.0, 45.0]), zeros(3, ScalarType.Float64)]).data<double>()
            .ToArray());

    [Fact]
    public void Of_ADifferentiableOne_IsTheSecondDerivative()
    {
        var first = Derivative.Of(_x.pow(3).sum(), _x, differentiable: true);
        Assert.Equal([6.0, 12.0, 18.0], Derivative.Of(first.sum(), _x).data<double>().ToArray());
    }

    [Fact]
    public void Of_WhatDoesNotDependOnTheInput_Throws()
    {
        var other = ones(1, requires_grad: true);
        Assert.StartsWith(
            "The output of a derivative does not depend",
            Assert.Throws<ArgumentException>(() => Derivative.Of(other * 2, _x)).Message);
    }

    [Fact]
    public void Of_AConstant_Throws() => Assert.Throws<ArgumentException>(() => Derivative.Of(ones(1), _x));

    [Fact]
    public void Of_AnInputWithoutAGraph_Throws() =>
        Assert.Throws<ArgumentException>(() => Derivative.Of(_x.sum(), ones(3)));

    [Fact]
    public void Of_SeveralNumbersWithoutWeights_Throws() =>
        Assert.Throws<ArgumentException>(() => Derivative.Of(_x * 2, _x));

    [Fact]
    public void Of_WeightsOfAnotherShape_Throws() =>
        Assert.Throws<ArgumentException>(() => Derivative.Of([_x * 2], _x, [ones(2)]));
}
