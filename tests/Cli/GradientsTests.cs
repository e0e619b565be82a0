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
    [InlineData("maml: {}", "Second order: relative error")]
    [InlineData("fomaml: {}", "First order, inner gradients held fixed: relative error")]
    [InlineData("maml: {order: first}", "First order, inner gradients held fixed: relative error")]
    [InlineData("meta-sgd: {order: first}", "First order, inner gradients held fixed: relative error")]
    [InlineData("anil: {order: first}", "First order, inner gradients held fixed: relative error")]
    [InlineData("cavia: {order: first}", "First order, inner gradients held fixed: relative error")]
    [InlineData("promp: {outer: {optimizer: ppo}}", "Second order: relative error")]
    [InlineData("maml: {outer: {optimizer: ppo}}", "Second order: relative error")]
    [InlineData("maml: {order: first, estimator: e-maml}", "First order, inner gradients held fixed: relative error")]
    public void Gradients_OfAnAlgorithm_CheckTheOneThatItTrainsWith(string algorithm, string expected)
    {
        using var folder = new ExperimentFolder();
        var line = Invocation.Of(
            "gradients", folder.Config, "--batches", "2", "--set", $"algorithms={{{algorithm}}}").Out.Split('\n')[2];
        Assert.StartsWith($"| {expected} against differences along 5 directions ", line, StringComparison.Ordinal);
        Assert.InRange(
            double.Parse(line.Split('|')[2], System.Globalization.CultureInfo.InvariantCulture), 1e-14, 1e-6);
    }

    // Of these batches of tasks whose reward is hard to find, the first three have no gradient; promp's is rounding
    // there.
    [Theory]
    [InlineData("maml")]
    [InlineData("promp")]
    public void Gradients_OfBatchesWithoutOne_CheckTheFirstThatHasOne(string algorithm)
    {
        using var folder = new ExperimentFolder();
        var line = Invocation.Of(
            "gradients", folder.Config, "--batches", "10", "--set", "family={name: slippery-grid, horizon: 16}",
            "--set", "policy.hidden=[3]",
            "--set", $"algorithms={{{algorithm}: {{}}}}").Out.Split('\n')[2];
        Assert.InRange(
            double.Parse(line.Split('|')[2], System.Globalization.CultureInfo.InvariantCulture), 1e-14, 1e-6);
    }

    [Fact]
    public void Gradients_WithNothingToLearn_AreZero()
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of(
            "gradients", folder.Config, "--batches", "2", "--set", "family={name: cart-pole, horizon: 1}");
        Assert.Equal(
            ["0.0e0", "0.000 ± 0.000", "0.000 ± 0.000", "0.000", "0.000"],
            run.Out.Split('\n')[2..7].Select(line => line.Split('|')[2].Trim()));
    }

    [Theory]
    [InlineData("reptile")]
    [InlineData("rl2")]
    [InlineData("multi-task")]
    public void Gradients_OfAnAlgorithmWithoutOne_SayWhatToDo(string name)
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of(
            "gradients", folder.Config, "--algorithm", name, "--set", $"algorithms={{{name}: {{}}}}", "--set",
            "outer={optimizer: adam}");
        Assert.Equal(
            $"'{name}' of tiny does not differentiate through its adaptation; name another algorithm, such as maml.\n",
            run.Error);
    }

    [Theory]
    [InlineData("--algorithm", "mml", "tiny has no algorithm 'mml'; did you mean 'maml'?\n")]
    [InlineData(
        "--algorithm", "random",
        "'random' of tiny does not differentiate through its adaptation; name another algorithm, such as maml.\n")]
    [InlineData(
        "--set", "algorithms={random: {}}",
        "tiny has no algorithm that differentiates through its adaptation; add one, such as 'maml'.\n")]
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
        Assert.StartsWith(
            "--batches must be a whole number of at least 2, but is '1'.", run.Error, StringComparison.Ordinal);
    }
}
