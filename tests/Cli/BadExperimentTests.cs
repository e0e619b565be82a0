using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>What is wrong with a file or what lies in the output folder, as the program says it.</summary>
public sealed class BadExperimentTests
{
    [Fact]
    public void Run_NoSuchFile_SaysSo() =>
        Assert.Equal("nowhere.yaml: There is no such file.\n", Invocation.Of("run", "nowhere.yaml").Error);

    [Fact]
    public void Run_NoSuchFile_EndsWithTwo() => Assert.Equal(2, Invocation.Of("run", "nowhere.yaml").ExitCode);

    [Fact]
    public void Run_UnknownKey_NamesFileAndLine()
    {
        using var folder = new ExperimentFolder("compute: {gpus: 1}");
        Assert.Equal(
            $"{folder.Config}:8: Unknown key 'gpus' in compute; the keys are device, threads, chunk_tasks, kernels,"
            + " memory.\n",
            Invocation.Of("run", folder.Config).Error);
    }

    [Fact]
    public void Run_UnknownKey_EndsWithTwo()
    {
        using var folder = new ExperimentFolder("compute: {gpus: 1}");
        Assert.Equal(2, Invocation.Of("run", folder.Config).ExitCode);
    }

    [Fact]
    public void Run_OverrideOfAnUnknownKey_NamesTheOverride()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(
            "--set training.iteration=3: Unknown key 'iteration' in training; did you mean 'iterations'?\n",
            Invocation.Of("run", folder.Config, "--set", "training.iteration=3").Error);
    }

    [Fact]
    public void Run_OverrideWithoutValue_ShowsHowItIsWritten()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(
            "--set training: An override is written key=value, for example training.iterations=500.\n",
            Invocation.Of("run", folder.Config, "--set", "training").Error);
    }

    [Fact]
    public void Check_UnknownFamily_SaysSo()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(
            "--set family.name=gird-navigation:"
            + " There is no family 'gird-navigation'; did you mean 'grid-navigation'?\n",
            Invocation.Of("check", folder.Config, "--set", "family.name=gird-navigation").Error);
    }

    [Fact]
    public void Run_SameSeedTwice_SaysSo()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(
            "--set seeds=[1, 1]: seeds must be different from each other, but 1 is there twice.\n",
            Invocation.Of("run", folder.Config, "--seeds", "1,1").Error);
    }

    [Fact]
    public void Evaluate_NothingTrained_SaysWhatToDo()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(
            $"{folder.Run("maml", "seed-1")}: The run is trained for 0 of 2 iterations;"
            + " train it to its end with `metarl train`.\n",
            Invocation.Of("evaluate", folder.Config, "--output", folder.Runs, "--algorithm", "maml").Error);
    }

    [Fact]
    public void Evaluate_TrainedForLonger_SaysSo()
    {
        using var folder = new ExperimentFolder();
        _ = Invocation.Of("train", folder.Config, "--output", folder.Runs);
        Assert.Equal(
            $"{folder.Run("maml", "seed-1")}: The run is trained for 2 iterations, more than the 1 of the experiment;"
            + " take another --output, or restore training.iterations.\n",
            Invocation.Of(
                "evaluate", folder.Config, "--output", folder.Runs, "--set", "training.iterations=1", "--algorithm",
                "maml").Error);
    }

    [Fact]
    public void Compare_NothingEvaluated_SaysWhatToDo()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(
            $"{folder.Run("maml", "seed-1", "evaluation", "test.json")}: The run is not evaluated;"
            + " evaluate it with `metarl evaluate`.\n",
            Invocation.Of("compare", folder.Config, "--output", folder.Runs).Error);
    }

    [Fact]
    public void Compare_NothingEvaluated_EndsWithOne()
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(1, Invocation.Of("compare", folder.Config, "--output", folder.Runs).ExitCode);
    }

    [Fact]
    public void Train_OtherSettingsInTheSameFolder_EndsWithOne()
    {
        using var folder = new ExperimentFolder();
        string[] train = ["train", folder.Config, "--output", folder.Runs];
        _ = Invocation.Of(train);
        Assert.Equal(1, Invocation.Of([.. train, "--set", "training.tasks=3"]).ExitCode);
    }

    [Fact]
    public void Train_OutputIsAFile_IsOneLine()
    {
        using var folder = new ExperimentFolder();
        var error = Invocation.Of("train", folder.Config, "--output", folder.Config).Error;
        Assert.Equal(1, error.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Train_MoreThanTheMemoryHolds_SaysWhatToSetLower()
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of(
            "train", folder.Config, "--output", folder.Runs, "--set", "training.envs_per_task=2000000000");
        Assert.StartsWith(
            "There is not enough memory on the device. Set fewer tasks or episodes ", run.Error,
            StringComparison.Ordinal);
        Assert.Equal((1, 1), (run.ExitCode, run.Error.Count(letter => letter == '\n')));
    }

    [Fact]
    public void Train_CudaDeviceThatIsNotThere_IsOneLine()
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of("train", folder.Config, "--output", folder.Runs, "--device", "cuda:99");
        Assert.StartsWith("compute.device is cuda:99, but ", run.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (run.ExitCode, run.Error.Count(letter => letter == '\n')));
    }
}
