using MetaRL.Configuration;
using Xunit;

namespace MetaRL.Tests.Configuration;

public sealed class RegistryTests
{
    public static TheoryData<string> FamilyNames => [.. Families.All.Select(entry => entry.Name)];

    public static TheoryData<string> AlgorithmNames => [.. Algorithms.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(FamilyNames))]
    public void Create_EveryFamily_HasItsRegisteredName(string name) =>
        Assert.Equal(name, Families.Create(name).Name);

    [Theory]
    [MemberData(nameof(FamilyNames))]
    public void Parse_EveryFamily_IsAnExperiment(string name) =>
        Assert.Single(ExperimentFile.Parse($"name: x\nfamily: {{name: {name}}}", "x.yaml", []));

    [Theory]
    [MemberData(nameof(AlgorithmNames))]
    public void Parse_EveryAlgorithm_IsThatOfTheRegistry(string name)
    {
        var keys = name == "classical" ? "agent: TS" : "";
        var family = name is "classical" or "dpt" or "algorithm-distillation" ? "bandit" : "point-navigation";
        var yaml = $"name: x\nfamily: {{name: {family}}}\nalgorithms: {{{name}: {{{keys}}}}}";

        var settings = ExperimentFile.Parse(yaml, "x.yaml", [])[0].Algorithms[0];

        Assert.Equal(name, settings.Entry.Name);
    }

    [Theory]
    [InlineData(20, 1, 0, false, 3)]
    [InlineData(40, 1, 0, false, 5)]
    [InlineData(1, 1, 0, false, 1)]
    [InlineData(2000, 1, 0, false, 25)]
    [InlineData(20, 1, 0, true, 20)]
    [InlineData(2000, 1, 0, true, 2000)]
    [InlineData(120, 1, 1024, false, 120)]
    [InlineData(2000, 3, 1024, false, 342)]
    [InlineData(2000, 100, 1024, false, 25)]
    public void AutomaticChunks_Tasks_DependOnTheWork(int tasks, int envs, int lanes, bool onGpu, int expected) =>
        Assert.Equal(expected, AutomaticChunks.Tasks(tasks, onGpu, envs, lanes));
}
