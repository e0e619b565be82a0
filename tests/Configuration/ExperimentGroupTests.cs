using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;

namespace MetaRL.Tests.Configuration;

public sealed class ExperimentGroupTests
{
    private const string Group = """
        name: suite
        seeds: [1, 2]
        training: {iterations: 7, tasks: 3}
        outer: {optimizer: trpo, max_kl: 0.02}
        algorithms: {maml: {}, random: {}}
        experiments:
          - name: points
            family: {name: point-navigation}
            training: {tasks: 5}
            outer: {optimizer: adam}
          - name: grid
            family: {name: grid-navigation}
            algorithms: {oracle: {}}
        """;

    [Fact]
    public void Parse_Group_HasPathsBelowItsName() =>
        Assert.Equal(["suite/points", "suite/grid"], Parse().Select(experiment => experiment.Path));

    [Fact]
    public void Parse_SharedKey_IsEveryExperiments() => Assert.Equal([1, 2], Parse()[1].Seeds);

    [Fact]
    public void Parse_SharedSection_IsCompletedByTheExperiments() =>
        Assert.Equal((7, 5), (Parse()[0].Training.Iterations, Parse()[0].Training.Tasks));

    [Theory]
    [InlineData("{LINK_MASS_1: 1.2}", "{link_mass_1: 1.1}", 1.1)]
    [InlineData("{link_mass_1: 1.2}", "{LINK_MASS_1: 1.1}", 1.1)]
    [InlineData("{LINK_MASS_1: 1.2}", "{link_mass_2: 1.1}", 1.2)]
    public void Parse_ParameterSharedUnderAnotherName_IsTheExperiments(string shared, string own, double mass)
    {
        var experiment = ExperimentFile.Parse(
            $"name: g\nfamily: {{name: acrobot, tasks: {shared}}}\nexperiments:"
            + $" [{{name: m, family: {{tasks: {own}}}}}]", "x.yaml", [])[0];
        Assert.Equal(mass, experiment.Family.Tasks.Sample(new(1), 1, TaskSplit.Train)["link_mass_1"].Numbers[0]);
    }

    [Fact]
    public void Parse_OverrideUnderAnotherName_ReplacesTheFiles()
    {
        var experiment = ExperimentFile.Parse(
            "name: x\nfamily: {name: acrobot, tasks: {link_mass_1: 1.1}}", "x.yaml",
            ["family.tasks.LINK_MASS_1=1.2"])[0];
        Assert.Equal(1.2, experiment.Family.Tasks.Sample(new(1), 1, TaskSplit.Train)["link_mass_1"].Numbers[0]);
    }

    [Fact]
    public void Parse_OverrideThatOneExperimentOfAGroupCannotTake_NamesTheExperiment() => Assert.Equal(
        "--set family.horizon=1: family.horizon must be at least 16, but is 1. (Experiment 'b' of the group;"
        + " experiments.b.<key> overrides it alone.)",
        Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(
            "name: g\nexperiments: [{name: a, family: {name: bandit}}, {name: b, family: {name: slippery-grid}}]",
            "x.yaml", ["family.horizon=1"])).Message);

    [Fact]
    public void Create_ParameterGivenAgainUnderAnotherName_HasTheLaterValue() => Assert.Equal(
        1.2,
        Families.Create("acrobot", ["tasks.LINK_MASS_1=1.1", "tasks.link_mass_1=1.2"])
            .Tasks.Sample(new(1), 1, TaskSplit.Train)["link_mass_1"].Numbers[0]);

    [Fact]
    public void Parse_ParameterUnderTwoNamesInOnePlace_IsRefused() => Assert.Equal(
        "x.yaml:5: family.tasks.link_mass_1 must be given once, but 'link_mass_1' is there under two names.",
        Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(
            "name: x\nfamily:\n  name: acrobot\n  tasks: {LINK_MASS_1: 1.2,\n    link_mass_1: 1.1}", "x.yaml",
            [])).Message);

    [Fact]
    public void Parse_SectionOfAnotherKind_ReplacesTheSharedOne() =>
        Assert.Equal(new AdamSettings(), ((MamlSettings)Parse()[0].Algorithms[0].Learner).Outer);

    [Fact]
    public void Parse_OwnAlgorithms_ReplaceTheSharedOnes() =>
        Assert.Equal(["oracle"], Parse()[1].Algorithms.Select(algorithm => algorithm.Name));

    [Fact]
    public void Parse_Override_ReachesEveryExperiment() =>
        Assert.Equal([9, 9], Iterations("training.iterations=9"));

    [Fact]
    public void Parse_OverrideOfOneExperiment_LeavesTheOthers() =>
        Assert.Equal([7, 9], Iterations("experiments.grid.training.iterations=9"));

    [Fact]
    public void Parse_OverrideOfOneExperiment_StandsAboveThatOfAll() => Assert.Equal(
        [8, 9],
        Iterations("experiments.grid.training.iterations=9", "training.iterations=8"));

    [Fact]
    public void Parse_OverrideOfTheName_RenamesTheGroup() => Assert.Equal("other/points", Parse("name=other")[0].Path);

    private static IEnumerable<int> Iterations(params string[] overrides) =>
        Parse(overrides).Select(experiment => experiment.Training.Iterations);

    private static IReadOnlyList<Experiment> Parse(params string[] overrides) =>
        ExperimentFile.Parse(Group, "x.yaml", overrides);
}
