using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>The commands on an experiment that takes a moment.</summary>
public sealed class RunTests
{
    [Fact]
    public void Run_SmallExperiment_Succeeds()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(new Invocation(0, "", ""), Run(folder, "run") with { Out = "" });
    }

    [Fact]
    public void Run_SmallExperiment_EndsWithThePathOfTheComparison()
    {
        using var folder = new ExperimentFolder();
        Assert.EndsWith($"{folder.Run("comparison.md")}\n", Run(folder, "run").Out);
    }

    [Fact]
    public void Run_SmallExperiment_WritesTheComparison()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "run");
        Assert.True(File.Exists(folder.Run("comparison.md")));
    }

    [Fact]
    public void Run_InSteps_WritesTheSameComparison()
    {
        using var whole = new ExperimentFolder();
        using var steps = new ExperimentFolder();
        _ = Run(whole, "run");
        _ = Run(steps, "train");
        _ = Run(steps, "evaluate");
        _ = Run(steps, "compare");
        Assert.Equal(File.ReadAllText(whole.Run("comparison.json")), File.ReadAllText(steps.Run("comparison.json")));
    }

    [Fact]
    public void Train_SmallExperiment_DoesNotEvaluate()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "train");
        Assert.False(Directory.Exists(folder.Run("maml", "seed-1", "evaluation")));
    }

    [Fact]
    public void Train_TwoSeeds_TrainsBoth()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "train", "--seeds", "3-4");
        var runs = Directory.GetDirectories(folder.Run("maml"));
        Assert.Equal(["seed-3", "seed-4"], runs.Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Train_Twice_SaysThatItIsTrained()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "train");
        Assert.Equal("maml seed 1: already trained\nrandom seed 1: nothing to train\n", Run(folder, "train").Out);
    }

    [Fact]
    public void Check_GoodFile_SaysWhatItWouldRun()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(
            $"{folder.Config} is in order:\n"
            + "tiny: point-navigation; maml, random; 1 seed;"
            + " 2 meta-iterations of 2 tasks, at most 80 environment steps a training run\n",
            Invocation.Of("check", folder.Config).Out);
    }

    // 2 iterations × 2 tasks × 2 environments × 7 episodes of at most 5 steps
    [Fact]
    public void Check_TrialsThatAreLongerThanTheOthersRounds_CountsTheirSteps()
    {
        using var folder = new ExperimentFolder();
        Assert.Contains(
            "at most 280 environment steps",
            Invocation.Of("check", folder.Config, "--set", "algorithms.memory.algorithm=rl2", "--set", "algorithms.memory.episodes=7").Out);
    }

    [Fact]
    public void Check_Resolved_ShowsDefaults()
    {
        using var folder = new ExperimentFolder();
        Assert.Contains("gamma: ", Invocation.Of("check", folder.Config, "--resolved").Out);
    }

    private static Invocation Run(ExperimentFolder folder, string command, params string[] more) =>
        Invocation.Of([command, folder.Config, "--output", folder.Runs, .. more]);
}
