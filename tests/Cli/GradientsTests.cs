using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class GradientsTests
{
    [Theory]
    [InlineData("maml: {}", "maml")]
    [InlineData("random: {}, rl2: {}, mine: {algorithm: cavia, context: 2}", "mine")]
    public void Gradients_OfAnExperiment_AreThoseOfItsFirstDifferentiableAlgorithm(string algorithms, string expected)
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of("gradients", folder.Config, "--batches", "2", "--set", $"algorithms={{{algorithms}}}");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"| tiny: {expected}, ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_OfAnExperiment_AreTheDerivativeOfItsLoss()
    {
        using var folder = new ExperimentFolder();
        var line = Invocation.Of("gradients", folder.Config, "--batches", "2").Out.Split('\n')[2];
        var error = double.Parse(line.Split('|')[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(error, 0, 1e-6);
    }

    [Theory]
    [InlineData("--algorithm", "mml", "tiny has no algorithm 'mml'; did you mean 'maml'?\n")]
    [InlineData(
        "--algorithm", "random", "'random' of tiny does not differentiate through its adaptation; name another algorithm, such as maml.\n")]
    [InlineData(
        "--set", "algorithms={random: {}}", "tiny has no algorithm that differentiates through its adaptation; add one, such as 'maml'.\n")]
    public void Gradients_WithoutSuchAnAlgorithm_SayWhatToDo(string option, string value, string expected)
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(expected, Invocation.Of("gradients", folder.Config, option, value).Error);
    }

    [Fact]
    public void Gradients_OfOneBatch_HaveNoVariance()
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of("gradients", folder.Config, "--batches", "1");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("--batches must be a whole number of at least 2, but is '1'.", run.Error, StringComparison.Ordinal);
    }
}
