using MetaRL.Agents.InnerLoops;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Learners;
using Xunit;

namespace MetaRL.Tests.Configuration;

public sealed class OverrideTests
{
    private const string Yaml = "name: x\nfamily: {name: point-navigation}\ntraining: {iterations: 3}\n";

    [Fact]
    public void Parse_OverrideOfAWrittenKey_ReplacesIt() =>
        Assert.Equal(5, Parse("training.iterations=5").Training.Iterations);

    [Fact]
    public void Parse_OverrideInAMissingSection_MakesTheSection() =>
        Assert.Equal(0.5, ((PolicyGradientSettings)Parse("inner.gamma=0.5").Inner.Loop).Gamma);

    [Fact]
    public void Parse_OverrideByAList_IsAList() => Assert.Equal([1, 2], Parse("seeds=[1,2]").Seeds);

    [Fact]
    public void Parse_LaterOverride_Wins() =>
        Assert.Equal(7, Parse("training.iterations=5", "training.iterations=7").Training.Iterations);

    [Fact]
    public void Parse_OverrideOfADefaultAlgorithm_ReachesIt() =>
        Assert.Equal(
            GradientOrder.First, ((MamlSettings)Parse("algorithms.maml.order=first").Algorithms[0].Learner).Order);

    [Fact]
    public void Parse_OverrideOfADefaultAlgorithm_LeavesTheOthers() =>
        Assert.Equal(4, Parse("algorithms.maml.order=first").Algorithms.Count);

    [Fact]
    public void Parse_OverrideOfAllAlgorithms_LeavesNoOther() =>
        Assert.Equal("random", Assert.Single(Parse("algorithms={random: {}}").Algorithms).Name);

    [Theory]
    [InlineData("training.iterations", "An override is written key=value, for example training.iterations=500.")]
    [InlineData("=5", "An override is written key=value, for example training.iterations=500.")]
    [InlineData("training..iterations=5", "An override is written key=value, for example training.iterations=500.")]
    [InlineData("training.iterations=0", "training.iterations must be at least 1, but is 0.")]
    [InlineData(
        "training.iterations=",
        "training.iterations has no value; give it one, or remove the key for the default.")]
    [InlineData("training.iteratons=5", "Unknown key 'iteratons' in training; did you mean 'iterations'?")]
    [InlineData("trainin.iterations=5", "Unknown key 'trainin' in the file; did you mean 'training'?")]
    [InlineData("training.iterations.most=5", "training.iterations is not a section, but 3.")]
    [InlineData("seeds=[1", "This is not valid YAML: a ',' or the closing bracket is missing.")]
    [InlineData(
        "experiments.x.seeds=[1]",
        "The file holds one experiment and no group; leave out 'experiments.<name>.'.")]
    public void Parse_BadOverride_NamesItAndTheRule(string set, string rule)
    {
        var error = Assert.Throws<ConfigurationException>(() => Parse(set));

        Assert.Equal($"--set {set}: {rule}", error.Message);
    }

    [Theory]
    [InlineData("experiments.b.seeds=[1]", "There is no experiment 'b'; did you mean 'a'?")]
    [InlineData(
        "experiments.a=[1]",
        "An override of one experiment is written experiments.<name>.<key>=value, with any key but the name.")]
    [InlineData(
        "experiments.a.name=b",
        "An override of one experiment is written experiments.<name>.<key>=value, with any key but the name.")]
    public void Parse_BadOverrideOfAGroup_NamesItAndTheRule(string set, string rule)
    {
        const string Group = "name: g\nfamily: {name: point-navigation}\nexperiments: [{name: a}]";

        var error = Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(Group, "x.yaml", [set]));

        Assert.Equal($"--set {set}: {rule}", error.Message);
    }

    private static Experiment Parse(params string[] overrides) => ExperimentFile.Parse(Yaml, "x.yaml", overrides)[0];
}
