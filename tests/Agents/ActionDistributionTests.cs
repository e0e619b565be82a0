using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>Distributions against closed forms, numerical integration and their own samples.</summary>
public sealed class ActionDistributionTests
{
    [Fact]
    public void GaussianLogProb_OfAStandardNormalAtOne_IsTheTextbookNumber()
    {
        using var scope = NewDisposeScope();
        var density = new Gaussian(zeros([1, 1, 1], ScalarType.Float64), zeros(1, ScalarType.Float64));
        Assert.Equal(-1.4189385332046727, density.LogProb(ones([1, 1, 1], ScalarType.Float64)).ToDouble(), 14);
    }

    [Fact]
    public void GaussianLogProb_OverALine_IntegratesToOne()
    {
        using var scope = NewDisposeScope();
        var x = linspace(-20, 20, 40001, ScalarType.Float64).view(1, -1, 1);
        var density = new Gaussian(full_like(x, 1.3), tensor([0.4])).LogProb(x).exp();
        Assert.Equal(1.0, density.sum().ToDouble() * 0.001, 10);
    }

    [Fact]
    public void GaussianKl_BetweenTwoNormals_IsTheClosedForm()
    {
        using var scope = NewDisposeScope();
        // KL(N(1, 1) ‖ N(0, 4)) = log 2 + (1 + 1) / 8 − 1/2
        var p = new Gaussian(ones([1, 1, 1], ScalarType.Float64), tensor([0.0]));
        var q = new Gaussian(zeros([1, 1, 1], ScalarType.Float64), tensor([Math.Log(2)]));
        Assert.Equal(0.44314718055994529, p.Kl(q).ToDouble(), 14);
    }

    [Fact]
    public void GaussianEntropy_OfAStandardNormalInThePlane_IsTheClosedForm()
    {
        using var scope = NewDisposeScope();
        var p = new Gaussian(zeros([1, 1, 2], ScalarType.Float64), zeros(2, ScalarType.Float64));
        Assert.Equal(2.8378770664093453, p.Entropy().ToDouble(), 14); // 1 + log 2π
    }

    [Fact]
    public void GaussianSample_OfManyNoiseNumbers_HasItsMeanAndDeviation()
    {
        using var scope = NewDisposeScope();
        var noise = new RngKey(1).Normal([1, 200_000, 1], CPU, ScalarType.Float64);
        var sample = new Gaussian(full_like(noise, 2.0), tensor([Math.Log(3)])).Sample(noise);
        Assert.Equal(2.0, sample.mean().ToDouble(), 0.03);          // four standard errors
        Assert.Equal(3.0, sample.std().ToDouble(), 0.02);
    }

    [Fact]
    public void CategoricalKl_BetweenTwoDistributions_IsTheSum()
    {
        using var scope = NewDisposeScope();
        var p = new Categorical(tensor([0.5, 0.25, 0.25], [1, 1, 3]).log());
        var q = new Categorical(tensor([0.25, 0.25, 0.5], [1, 1, 3]).log());
        Assert.Equal(0.25 * Math.Log(2), p.Kl(q).ToDouble(), 14);
    }

    [Fact]
    public void CategoricalEntropy_OfAFairDie_IsLogSix()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Math.Log(6), new Categorical(zeros([1, 1, 6], ScalarType.Float64)).Entropy().ToDouble(), 14);
    }

    [Fact]
    public void CategoricalSample_OfManyNoiseNumbers_HasItsProbabilities()
    {
        using var scope = NewDisposeScope();
        var policy = new CategoricalPolicy(1, 3, [], Activation.Tanh);
        var noise = policy.Noise(new RngKey(2), [1, 200_000], CPU, ScalarType.Float64);
        var sample = new Categorical(tensor([0.6, 0.3, 0.1], [1, 1, 3]).log()).Sample(noise);
        // over four standard errors
        Assert.Equal(0.6, sample.eq(0).to_type(ScalarType.Float64).mean().ToDouble(), 0.005);
        Assert.Equal(0.1, sample.eq(2).to_type(ScalarType.Float64).mean().ToDouble(), 0.003);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FisherProduct_OfAnyDistribution_IsTheHessianOfTheKl(bool gaussian)
    {
        using var scope = NewDisposeScope();
        var size = gaussian ? 2 : 4;
        IPolicy policy = gaussian
            ? new GaussianPolicy(1, size, [], Activation.Tanh)
            : new CategoricalPolicy(1, size, [], Activation.Tanh);
        var at = new RngKey(3).Normal([1, 1, 4], CPU, ScalarType.Float64);
        var d = at.clone().requires_grad_();
        var kl = policy.Distribution(d).Kl(policy.Distribution(at)).sum();
        var gradient = autograd.grad([kl], [d], retain_graph: true, create_graph: true)[0];
        var v = new RngKey(4).Normal([1, 1, 4], CPU, ScalarType.Float64);
        var hessianProduct = autograd.grad([(gradient * v).sum()], [d])[0];
        Assert.True(policy.Distribution(at).FisherProduct(v).allclose(hessianProduct, 1e-10, 1e-12));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Distribution_OfItsOwnParameters_IsTheSame(bool gaussian)
    {
        using var scope = NewDisposeScope();
        IPolicy policy = gaussian
            ? new GaussianPolicy(3, 2, [4], Activation.Tanh)
            : new CategoricalPolicy(3, 5, [4], Activation.Tanh);
        var theta = policy.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        var act = policy.With(theta).Act(new RngKey(2).Normal([2, 3, 3], CPU, ScalarType.Float64));
        Assert.Equal(0, act.Kl(policy.Distribution(act.Parameters)).abs().max().ToDouble(), 1e-14);
    }
}
