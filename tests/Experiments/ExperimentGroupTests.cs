using MetaRL.Experiments;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;

namespace MetaRL.Tests.Experiments;

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
