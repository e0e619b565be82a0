using MetaRL.Configuration;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>
/// Every algorithm, in a tabular family and in one of control whose episodes terminate; those with continuous actions
/// in two of control, those that are told what to do in two tabular ones, classical ones where there are some.
/// </summary>
public sealed class AlgorithmSweepTests
{
    public static IEnumerable<object[]> Pairs =>
        (from entry in Algorithms.All
         where entry.Name != "classical"
         from family in entry.Name is "pearl" or "sac"
             ? new[] { "{name: point-navigation, horizon: 12}", "{name: mountain-car-continuous, horizon: 12}" }
             : entry.Name is "dpt" or "algorithm-distillation"
             ? ["{name: grid-navigation, horizon: 12, observation: one-hot}", "{name: bandit, horizon: 12}"]
             : ["{name: grid-navigation, horizon: 12}", "{name: cart-pole, horizon: 12}"]
         select new object[] { entry.Name, family, entry.Name == "specialist" ? "{generations: 2}" : "" })
        .Append(["classical", "{name: bandit, horizon: 12}", "{agent: TS}"])
        .Append(["classical", "{name: tabular-mdp, horizon: 12}", "{agent: PSRL}"]);

    public static TheoryData<string, string> InnerLoopRuns => new()
    {
        { "algorithm: policy-gradient", "{name: cart-pole, horizon: 12}" },
        { "algorithm: actor-critic", "{name: cart-pole, horizon: 12}" },
        { "algorithm: actor-critic", "{name: point-navigation, horizon: 12}" },
        { "algorithm: ppo", "{name: point-navigation, horizon: 12}" },
        {
            "algorithm: q-learning, learn_step_size: true, learn_temperature: true",
            "{name: slippery-grid, horizon: 20, observation: one-hot}"
        },
        { "algorithm: q-learning, target: q-lambda, visit_exponent: 0.5", "{name: tabular-mdp}" },
        {
            "algorithm: q-learning, target: sarsa, exploration: epsilon-greedy",
            "{name: grid-navigation, observation: one-hot}"
        },
        { "algorithm: q-learning, target: expected-sarsa", "{name: bandit}" },
        { "algorithm: deep-q-learning", "{name: cart-pole, horizon: 12}" },
        { "algorithm: deep-q-learning, exploration: boltzmann, loss: huber", "{name: maze, horizon: 50}" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Run_InterruptedAfterOneOfTwoIterations_GivesTheSameCheckpointAndEvaluation(
        string algorithm, string family, string settings) =>
        AssertResumes(
            family, "{}", $"{algorithm}: {(settings.Length > 0 ? settings : "{}")}");

    [Theory]
    [InlineData("{outer: {optimizer: ppo, epochs: 3, schedule: {shape: cosine, iterations: 2}}}")]
    [InlineData(
            "{outer: {optimizer: sgd, momentum: 0.9, max_gradient_norm: 0.1, schedule: {iterations: 3, warmup: 1}}}")]
    [InlineData("{estimator: e-maml, outer: {optimizer: adam, schedule: {shape: exponential, iterations: 2}}}")]
    public void Run_OfMamlWithOtherSettings_GivesTheSameCheckpointAndEvaluation(string settings) =>
        AssertResumes("{name: cart-pole, horizon: 12}", "{}", $"maml: {settings}");

    [Theory]
    [MemberData(nameof(InnerLoopRuns))]
    public void Run_WithEveryInnerLoop_GivesTheSameWhetherInterruptedOrNot(string inner, string family) =>
        AssertResumes(family, $"{{{inner}, updates: 2}}", "maml: {}", "multi-task: {}", "random: {}", "oracle: {}");

    private static void AssertResumes(string family, string inner, params string[] algorithms)
    {
        var specialist = family.Contains("cart", StringComparison.Ordinal)
            || family.Contains("-car", StringComparison.Ordinal) ? ", specialist: {generations: 0}" : "";
        using var folder = new ExperimentFolder();
        var config = Path.Combine(folder.Path, "sweep.yaml");
        File.WriteAllText(
            config,
            $$$"""
            name: sweep
            family: {{{family}}}
            inner: {{{inner}}}
            policy: {hidden: [4]}
            training: {iterations: 2, tasks: 3, envs_per_task: 2}
            algorithms: {{{{string.Join(", ", algorithms)}}}}
            evaluation: {envs_per_task: 2, updates: 1{{{specialist}}}}
            """);
        var (whole, parts) = (Path.Combine(folder.Path, "whole"), Path.Combine(folder.Path, "parts"));

        // with any number of threads
        Invocation.Succeeds("run", config, "--output", whole, "--threads", "2");
        Invocation.Succeeds(
            "train", config, "--output", parts, "--set", "training.iterations=1", "--threads", "1");
        Invocation.Succeeds("run", config, "--output", parts, "--threads", "3");

        foreach (var run in algorithms.Select(entry => Path.Combine("sweep", entry.Split(':')[0], "seed-1")))
        {
            Assert.Equal(File.ReadAllBytes(LastCheckpoint(whole, run)), File.ReadAllBytes(LastCheckpoint(parts, run)));
            var evaluation = Path.Combine(run, "evaluation", "test.json");
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(whole, evaluation)), File.ReadAllBytes(Path.Combine(parts, evaluation)));
        }
    }

    private static string LastCheckpoint(string output, string run) =>
        Directory.GetFiles(Path.Combine(output, run, "checkpoints")).Order().Last();
}
