using MetaRL.Agents.Policies;
using MetaRL.Tests.Tensors;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class ExplorationTests
{
    [Fact]
    public void EpsilonGreedy_WithOneBestAction_GivesItTheRest() =>
        AssertProbabilities([0.1, 0.7, 0.1, 0.1], new EpsilonGreedy(0.4, 0.4), [0.0, 2, 1, -1]);

    [Fact]
    public void EpsilonGreedy_WithTwoBestActions_SharesTheRest() =>
        AssertProbabilities([0.1, 0.4, 0.1, 0.4], new EpsilonGreedy(0.4, 0.4), [0.0, 2, 1, 2]);

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 0.7)]
    [InlineData(3, 0.1)]
    [InlineData(4, 0.1)]
    [InlineData(int.MaxValue, 0.1)]
    public void Epsilon_InARound_IsOnTheLineToTheLast(int round, double expected) =>
        Assert.Equal(expected, new EpsilonGreedy(1, 0.1, 3).Epsilon(round), 12);

    [Fact]
    public void Boltzmann_AtATemperature_IsTheSoftmaxOfValuesOverIt() =>
        AssertProbabilities([0.8, 0.2], new Boltzmann(0.5), [0.5 * Math.Log(4), 0.0]);

    [Fact]
    public void Boltzmann_WithAFactor_IsThatMuchWarmer()
    {
        using var scope = NewDisposeScope();
        var pi = new Boltzmann(0.25).Around(tensor([0.5 * Math.Log(4), 0.0], [1, 1, 2]), 0, tensor([2.0], [1, 1, 1]));
        Assert.Equal(
            [0.8, 0.2], pi.LogProbs.exp().Numbers(), (expected, actual) => Math.Abs(expected - actual) < 1e-12);
    }

    private static void AssertProbabilities(double[] expected, Exploration exploration, double[] q)
    {
        using var scope = NewDisposeScope();
        var found = exploration.Around(tensor(q, [1, 1, q.Length]), 0).LogProbs.exp().Numbers();
        Assert.Equal(expected, found, (one, other) => Math.Abs(one - other) < 1e-12);
    }
}
