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
    public void Run_SmallExperiment_EndsWithThePathsOfComparisonAndPage()
    {
        using var folder = new ExperimentFolder();
        Assert.EndsWith($"{folder.Run("comparison.md")}\n{folder.Run("report.html")}\n", Run(folder, "run").Out);
    }

    [Theory]
    [InlineData("maml/seed-1/evaluation/test.json")]
    [InlineData("plots/adaptation.svg")]
    [InlineData("comparison.md")]
    public void Run_FullDisk_NamesTheFileAndGoesOnWhenThereIsRoom(string name)
    {
        using var folder = new ExperimentFolder();
        var file = folder.Run(name);
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Run("maml/seed-1/evaluation/"))!);
        Directory.CreateDirectory(folder.Run("plots"));
        File.CreateSymbolicLink(file + ".partial", "/dev/full"); // stands for a full disk until it is deleted
        Assert.Equal(
            new Invocation(
                1, "", $"{file}: The file cannot be written: No space left on device : '{file}.partial';"
                + " use another --output, or make room and permission for it.\n"),
            Run(folder, "run") with { Out = "" });
        Assert.Equal(new Invocation(0, "", ""), Run(folder, "run") with { Out = "" });
        Assert.Empty(Directory.GetFiles(folder.Runs, "*.partial", SearchOption.AllDirectories));
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

    [Theory]
    [InlineData("family.name=cart-pole", "family.name is cart-pole now, but was point-navigation")]
    [InlineData("policy.hidden=[5]", "policy.hidden is [5] now, but was [4]")]
    [InlineData("inner.gamma=0.9", "inner.gamma is 0.9 now, but was 0.99")]
    public void Compare_WithOtherSettingsThanTheRuns_IsRefused(string set, string difference)
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "run");
        Assert.Equal(
            $"{folder.Run("maml", "seed-1")}: This run was begun with other settings: {difference}; use another name"
            + " or --output for a run"
            + " of its own.\n",
            Run(folder, "compare", "--set", set).Error);
    }

    [Theory]
    [InlineData("evaluation.tasks=7", "evaluation.tasks is 7 now, but was 6")]
    [InlineData("evaluation.updates=2", "evaluation.updates is 2 now, but was 1")]
    [InlineData("evaluation.envs_per_task=3", "evaluation.envs_per_task is 3 now, but was 2")]
    [InlineData("evaluation.step_sizes=[0.2]", "evaluation.step_sizes is [0.2] now, but was [0.1]")]
    public void Compare_WithOtherSettingsThanTheEvaluations_IsRefused(string set, string difference)
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "run");
        Assert.Equal(
            $"{folder.Run("maml", "seed-1", "evaluation", "test.json")}: The evaluation is not of this experiment:"
            + $" {difference}; evaluate anew"
            + " with `metarl evaluate`.\n",
            Run(folder, "compare", "--set", set).Error);
    }

    [Theory]
    [InlineData("\"algorithm\":\"maml\"", "\"algorithm\":\"fomaml\"", "it is of fomaml seed 1")]
    [InlineData("\"seed\":1", "\"seed\":2", "it is of maml seed 2")]
    [InlineData(
            "\"seed\":1", "\"single_lane\":true,\"seed\":1",
            "its agent adapted to each environment of a task alone")]
    [InlineData("\"family.horizon\":\"5\"", "\"family.horizon\":\"6\"", "family.horizon is 5 now, but was 6")]
    [InlineData(
            "\"inner.gamma\":\"0.99\"", "\"inner.gamma\":\"0.99\",\"algorithms\":\"x\"",
            "algorithms is not set now, but was x")]
    public void Compare_WithAnEvaluationOfSomethingElse_IsRefused(string text, string other, string difference)
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "run");
        var file = Edit(folder, text, other);
        Assert.Equal(
            $"{file}: The evaluation is not of this experiment: {difference}; evaluate anew with `metarl evaluate`.\n",
            Run(folder, "compare").Error);
    }

    [Fact]
    public void Compare_WithAShortHash_QuotesIt()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "run");
        _ = Edit(folder, "\"task_hash\":\"", "\"task_hash\":\"abc\",\"ignored\":\"");
        Assert.Contains(
            "its tasks have the hash abc, those of the experiment ", Run(folder, "compare").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_RunsOfAnExperimentThatIsRenamed_NamesItOnce()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "run");
        Directory.Move(Path.Combine(folder.Runs, "tiny"), Path.Combine(folder.Runs, "other"));
        _ = Run(folder, "evaluate", "--set", "name=other", "--set", "algorithms={random: {}}");
        _ = Run(folder, "compare", "--set", "name=other");
        Assert.Equal(
            "# Comparison: other", File.ReadLines(Path.Combine(folder.Runs, "other", "comparison.md")).First());
    }

    [Fact]
    public void Compare_AfterTrainingOn_IsRefused()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "run");
        _ = Run(folder, "train", "--set", "training.iterations=3");
        Assert.EndsWith(
            "The evaluation is not of this experiment: it is of iteration 2, the experiment has 3; evaluate anew with"
            + " `metarl evaluate`.\n",
            Run(folder, "compare", "--set", "training.iterations=3").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_WithTasksOfAnotherFile_IsRefused()
    {
        using var folder = new ExperimentFolder();
        var (one, other) = (Frozen(folder, "one.json"), Frozen(folder, "other.json", seed: "1"));
        _ = Run(folder, "run", "--set", $"evaluation={{task_set: '{one}', envs_per_task: 2, updates: 1}}");
        Assert.Contains(
            "/seed-1/evaluation/task-set.json: The evaluation is not of this experiment: its tasks have the hash ",
            Run(folder, "compare", "--set", $"evaluation={{task_set: '{other}', envs_per_task: 2, updates: 1}}").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_WithTheSameTasksOfAnotherFile_Succeeds()
    {
        using var folder = new ExperimentFolder();
        var one = Frozen(folder, "one.json");
        File.Copy(one, Path.Combine(folder.Path, "copy.json"));
        _ = Run(folder, "run", "--set", $"evaluation={{task_set: '{one}', envs_per_task: 2, updates: 1}}");
        Assert.Equal(
            0,
            Run(
                folder, "compare", "--set",
                $"evaluation={{task_set: '{folder.Path}/copy.json', envs_per_task: 2, updates: 1}}").ExitCode);
    }

    [Fact]
    public void Compare_EvaluatedAnewWithOtherSettings_Succeeds()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "run");
        Assert.Equal(0, Run(folder, "run", "--set", "evaluation.updates=2").ExitCode);
    }

    [Fact]
    public void Evaluate_WithAnotherPolicy_SaysWhatDiffers()
    {
        using var folder = new ExperimentFolder();
        _ = Run(folder, "train");
        Assert.Equal(
            $"{folder.Run("maml", "seed-1")}: This run was begun with other settings: policy.hidden is [16] now, but"
            + " was [4]; use another"
            + " name or --output for a run of its own.\n",
            Run(folder, "evaluate", "--set", "policy.hidden=[16]", "--algorithm", "maml").Error);
    }

    [Fact]
    public void Render_OfARunWithATaskSetThatWasMoved_FindsItsTasks()
    {
        using var folder = new ExperimentFolder();
        var set = Frozen(folder, "set.json");
        _ = Run(folder, "run", "--set", $"evaluation={{task_set: '{set}', envs_per_task: 2, updates: 1}}");
        File.Delete(set);
        var moved = Path.Combine(folder.Path, "elsewhere");
        Directory.Move(folder.Run("maml", "seed-1"), moved);
        Assert.Equal(3, MetaRL.Runs.SavedRun.Read(moved).Experiment.Evaluation.TaskSet!.Count);
    }

    [Fact]
    public void Check_TaskSetBesideTheFile_IsFoundFromAnywhere()
    {
        using var folder = new ExperimentFolder();
        _ = Frozen(folder, "set.json");
        File.WriteAllText(
            folder.Config,
            "name: tiny\nfamily: {name: point-navigation, horizon: 5}\nevaluation: {task_set: set.json}\n");
        Assert.Contains(
            $"task_set: \"{folder.Path}/set.json\"", Invocation.Of("check", folder.Config, "--resolved").Out,
            StringComparison.Ordinal);
    }

    // 2 iterations of 2 · 2 environments with two episodes of 5 steps, and a first one on each of 10 training tasks
    [Fact]
    public void Check_OfAWarmUp_CountsItsSteps()
    {
        using var folder = new ExperimentFolder("");
        File.WriteAllText(
            folder.Config, File.ReadAllText(folder.Config).Replace(
                "{maml: {}, random: {}}", "{sac: {training_tasks: 10, episodes: 2}}", StringComparison.Ordinal));
        Assert.Contains("at most 130 environment steps", Invocation.Of("check", folder.Config).Out);
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

    [Fact]
    public void Check_FamilyOfAnEngine_SaysHowLongItsStepsTake()
    {
        using var folder = new ExperimentFolder();
        Assert.Matches(
            "at most 80 environment steps a training run,"
            + " for which MuJoCo alone takes about [0-9.]+ s on 1 thread here",
            Invocation.Of("check", folder.Config, "--set", "family.name=hopper", "--threads", "1").Out);
    }

    // maml: 2 iterations × 2 tasks × 1 environment × 2 rounds of at most 5 steps
    [Fact]
    public void Train_FamilyOfAnEngine_BeginsWithHowLongItsStepsTake()
    {
        using var folder = new ExperimentFolder();
        Assert.Matches(
            "^maml seed 1: training, 2 meta-iterations, for which MuJoCo alone takes about [0-9.]+ s on 1 thread here",
            Run(folder, "train", "--set", "family.name=hopper", "--threads", "1").Out);
    }

    // Two episodes an iteration
    [Fact]
    public void Check_MoreStepsThan64BitsCount_SaysHowMany()
    {
        using var folder = new ExperimentFolder();
        const string Most = "2147483647";
        Assert.Contains(
            "at most 4.25E+37 environment steps",
            Invocation.Of(
                "check", folder.Config, "--set", $"training.iterations={Most}", "--set", $"training.tasks={Most}",
                "--set", $"training.envs_per_task={Most}", "--set", $"family.horizon={Most}").Out);
    }

    // 2 iterations × 2 tasks × 2 environments × 7 episodes of at most 5 steps
    [Fact]
    public void Check_TrialsThatAreLongerThanTheOthersRounds_CountsTheirSteps()
    {
        using var folder = new ExperimentFolder();
        Assert.Contains(
            "at most 280 environment steps",
            Invocation.Of(
                "check", folder.Config, "--set", "algorithms.memory.algorithm=rl2", "--set",
                "algorithms.memory.episodes=7").Out);
    }

    [Fact]
    public void Check_Resolved_ShowsDefaults()
    {
        using var folder = new ExperimentFolder();
        Assert.Contains("gamma: ", Invocation.Of("check", folder.Config, "--resolved").Out);
    }

    private static Invocation Run(ExperimentFolder folder, string command, params string[] more) =>
        Invocation.Of([command, folder.Config, "--output", folder.Runs, .. more]);

    // Changes the evaluation of maml seed 1.
    private static string Edit(ExperimentFolder folder, string text, string other)
    {
        var file = folder.Run("maml", "seed-1", "evaluation", "test.json");
        var before = File.ReadAllText(file);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(file, before.Replace(text, other, StringComparison.Ordinal));
        return file;
    }

    private static string Frozen(ExperimentFolder folder, string name, string seed = "0")
    {
        var path = Path.Combine(folder.Path, name);
        Invocation.Succeeds("freeze", "point-navigation", "--tasks", "3", "--seed", seed, "--output", path);
        return path;
    }
}
