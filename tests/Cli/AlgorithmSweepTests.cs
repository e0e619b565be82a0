using MetaRL.Experiments;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>Every algorithm, in a tabular family and in one of control whose episodes terminate; classical ones where there are some.</summary>
public sealed class AlgorithmSweepTests
{
    public static IEnumerable<object[]> Pairs =>
        (from entry in Algorithms.All
         where entry.Name != "classical"
         from family in new[] { "grid-navigation", "cart-pole" }
         select new object[] { entry.Name, family, entry.Name == "specialist" ? "{generations: 2}" : "" })
        .Append(["classical", "bandit", "{agent: TS}"])
        .Append(["classical", "tabular-mdp", "{agent: PSRL}"]);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Run_InterruptedAfterOneOfTwoIterations_GivesTheSameCheckpointAndEvaluation(string algorithm, string family, string settings) =>
        AssertTheSame(algorithm, family, settings);

    [Theory]
    [InlineData("{outer: {optimizer: ppo, epochs: 3, schedule: {shape: cosine, iterations: 2}}}")]
    [InlineData("{outer: {optimizer: sgd, momentum: 0.9, max_gradient_norm: 0.1, schedule: {iterations: 3, warmup: 1}}}")]
    [InlineData("{estimator: e-maml, outer: {optimizer: adam, schedule: {shape: exponential, iterations: 2}}}")]
    public void Run_OfMamlWithOtherSettings_GivesTheSameCheckpointAndEvaluation(string settings) =>
        AssertTheSame("maml", "cart-pole", settings);

    private static void AssertTheSame(string algorithm, string family, string settings)
    {
        var specialist = family == "cart-pole" ? ", specialist: {generations: 0}" : "";
        using var folder = new ExperimentFolder();
        var config = Path.Combine(folder.Path, "sweep.yaml");
        File.WriteAllText(
            config,
            $$$"""
            name: sweep
            family: {name: {{{family}}}, horizon: 12}
            policy: {hidden: [4]}
            training: {iterations: 2, tasks: 3, envs_per_task: 2}
            algorithms:
              {{{algorithm}}}: {{{settings}}}
            evaluation: {envs_per_task: 2, updates: 1{{{specialist}}}}
            """);
        var (whole, parts) = (Path.Combine(folder.Path, "whole"), Path.Combine(folder.Path, "parts"));

        Assert.Equal(0, Invocation.Of("run", config, "--output", whole).ExitCode);
        Assert.Equal(0, Invocation.Of("train", config, "--output", parts, "--set", "training.iterations=1").ExitCode);
        Assert.Equal(0, Invocation.Of("run", config, "--output", parts).ExitCode);

        var run = Path.Combine("sweep", algorithm, "seed-1");
        foreach (var file in new[] { LastCheckpoint(Path.Combine(whole, run)), Path.Combine("evaluation", "test.json") })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, run, file)), File.ReadAllBytes(Path.Combine(parts, run, file)));
        }
    }

    private static string LastCheckpoint(string run) =>
        Path.GetRelativePath(run, Directory.GetFiles(Path.Combine(run, "checkpoints")).Order().Last());
}
