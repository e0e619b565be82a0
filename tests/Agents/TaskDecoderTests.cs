using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

/// <summary>Errors of a decoder against its perceptron on every pair of context and step, one by one.</summary>
public sealed class TaskDecoderTests
{
    private const int Contexts = 3;
    private const int Steps = 4;
    private const int Trials = 2;
    private const int Latent = 2;
    private const int Observations = 5;
    private const int Actions = 3;

    [Theory]
    [InlineData(RewardLikelihood.Gaussian, false, 0)]
    [InlineData(RewardLikelihood.Gaussian, true, 0)]
    [InlineData(RewardLikelihood.Bernoulli, false, 0)]
    [InlineData(RewardLikelihood.Gaussian, true, 0.7)]
    public void Errors_OfEveryPair_AreThoseOfThePerceptron(
        RewardLikelihood likelihood, bool seesAction, double transitionWeight)
    {
        using var scope = NewDisposeScope();
        var settings = new TaskDecoderSettings([6, 4], likelihood, false, seesAction, transitionWeight);
        var (decoder, weights) = Decoder(settings);
        var (m, steps) = Data();
        var errors = decoder.Errors(weights, m, steps);
        var seen = seesAction ? (2 * Observations) + Actions : Observations;
        var reward = new Mlp(Latent + seen, [6, 4], 1, Activation.Relu);
        var transition = new Mlp(Latent + Observations + Actions, [6, 4], Observations, Activation.Relu);
        Assert.Equal([Contexts, Steps, Trials], errors.shape);
        for (var context = 0; context < Contexts; context++)
        {
            var (step, trial) = (context % Steps, context % Trials);
            var (o, a, next) = (steps.Before[step, trial], steps.Actions[step, trial], steps.Next[step, trial]);
            var own = m[context, trial];
            var input = seesAction ? cat([own, next, o, a]) : cat([own, next]);
            var r = steps.Rewards[step, trial];
            var predicted = reward.Forward([.. weights.Take(6)], input.unsqueeze(0)).squeeze();
            var expected = likelihood == RewardLikelihood.Gaussian
                ? (predicted - r).square() * 0.5
                : nn.functional.binary_cross_entropy_with_logits(predicted, (r > 0).to_type(ScalarType.Float64));
            if (transitionWeight > 0)
            {
                var to = transition.Forward([.. weights.Skip(6)], cat([own, o, a]).unsqueeze(0)).squeeze(0);
                expected += (to - next).square().sum() * (0.5 * transitionWeight);
            }

            Assert.Equal(expected.ToDouble(), errors[context, step, trial].ToDouble(), 12);
        }
    }

    [Fact]
    public void Errors_WithHeads_AreThoseOfTheOutputThatTheObservationNames()
    {
        using var scope = NewDisposeScope();
        var (decoder, weights) = Decoder(new TaskDecoderSettings([6], RewardLikelihood.Bernoulli, Heads: true));
        var (m, steps) = Data();
        var places = arange(Steps * Trials).remainder(Observations).view(Steps, Trials);
        var oneHot = places.unsqueeze(-1).eq(arange(Observations)).to_type(ScalarType.Float64);
        var errors = decoder.Errors(weights, m, steps with { Next = oneHot });
        var probability = decoder.ExpectedRewards(weights, m);
        for (var step = 0; step < Steps; step++)
        {
            var p = probability[1, 0, places[step, 0]].ToDouble();
            var isPositive = steps.Rewards[step, 0].ToDouble() > 0;
            Assert.Equal(-Math.Log(isPositive ? p : 1 - p), errors[1, step, 0].ToDouble(), 10);
        }
    }

    private static (TaskDecoder Decoder, IReadOnlyList<Tensor> Weights) Decoder(TaskDecoderSettings settings)
    {
        var decoder = new TaskDecoder(Latent, Observations, Actions, settings);
        return (
            decoder,
            new ParamLayout(decoder.Weights).Split(decoder.Initialize(new RngKey(1), CPU, ScalarType.Float64)));
    }

    private static (Tensor M, DecodedSteps Steps) Data()
    {
        var key = new RngKey(2);
        Tensor Normal(string name, params long[] shape) => key.For(name).Normal(shape, CPU, ScalarType.Float64);
        return (
            Normal("m", Contexts, Trials, Latent),
            new DecodedSteps(
                Normal("before", Steps, Trials, Observations), Normal("actions", Steps, Trials, Actions),
                Normal("rewards", Steps, Trials), Normal("next", Steps, Trials, Observations)));
    }
}
