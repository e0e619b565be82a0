using MetaRL.Evaluation.Measuring;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Configuration;

/// <summary>Every family goes the whole way from an experiment file to a comparison.</summary>
public sealed class EveryFamilyTests
{
    public static TheoryData<string> Families => [.. MetaRL.Configuration.Families.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Run_TrainsEvaluatesAndComparesWithTheBestReturn(string name)
    {
        var output = SmallRun.Folder();
        var family = MetaRL.Configuration.Families.Create(name, []);
        var specialist = family.Oracle is null
            ? ", specialist: {generations: 1, population: 4, episodes: 1, hidden: 2}"
            : "";
        var shorter = family.Engine is null ? "" : ", horizon: 5"; // an engine is a thousand times slower
        var experiment = SmallRun.Experiment(
            $$$"""
            name: x
            family: {name: {{{name}}}{{{shorter}}}}
            policy: {hidden: [4]}
            training: {iterations: 1, tasks: 2, envs_per_task: 2}
            algorithms: {maml: {}, multi-task: {}, oracle: {}, random: {}}
            evaluation: {envs_per_task: 2, updates: 1{{{specialist}}}}
            compute: {threads: 1}
            """,
            family.Tasks.Count(MetaRL.Environments.Tasks.TaskSplit.Test) is null ? ["evaluation.tasks=3"] : []);
        var report = Assert.Single(SmallRun.Run(output, experiment).Compare(experiment));
        Assert.Equal(["maml", "multi-task", "oracle", "random"], report.Algorithms.Select(one => one.Name).Order());
        Assert.Equal(
            family.Oracle is null ? OptimumKind.Specialist : OptimumKind.Exact, report.Protocol.References.Optimum);
        Assert.True(
            double.IsFinite(report.Protocol.References.Optimal!.Value)
                && double.IsFinite(report.Protocol.References.Random!.Value));
        Assert.All(
            report.Algorithms,
            one => Assert.All(one.Rounds, round => Assert.True(double.IsFinite(round.Return.Value))));
        Directory.Delete(output, recursive: true);
    }
}
