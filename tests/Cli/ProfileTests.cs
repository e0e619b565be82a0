using MetaRL.Cli.Measurement;
using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Measurement;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class ProfileTests
{
    [Fact]
    public void Profile_OfAnExperiment_IsOfItsFirstAlgorithmThatTrains()
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of(
            "profile", folder.Config, "--iterations", "1", "--threads", "1", "--set",
            "algorithms={random: {}, mine: {algorithm: reptile, outer: {optimizer: sgd}}, maml: {}}");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(
            "tiny: mine on cpu with 1 thread; 1 meta-iteration after 2 that do not count, each of 2 tasks × 2 episodes"
            + " and 40 environment steps\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_OfAnExperiment_WritesNothing()
    {
        using var folder = new ExperimentFolder();
        Invocation.Succeeds("profile", folder.Config, "--iterations", "1");
        Assert.Equal([folder.Config], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Profile_OfSeveralAlgorithms_IsOneOfEach()
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of(
            "profile", folder.Config, "--iterations", "1", "--algorithm", "rl2", "--algorithm", "maml", "--set",
            "algorithms={maml: {}, robust: {}, rl2: {}}");
        Assert.Equal(
            ["tiny: maml", "tiny: rl2"],
            run.Out.Split('\n').Where(line => line.StartsWith("tiny", StringComparison.Ordinal))
                .Select(line => line.Split(" on ")[0]));
    }

    [Theory]
    [InlineData("--algorithm", "mml", "tiny has no algorithm 'mml'; did you mean 'maml'?")]
    [InlineData(
        "--algorithm", "random", "'random' of tiny does not train; name another algorithm, such as maml.")]
    [InlineData(
        "--set", "algorithms={random: {}}", "tiny has no algorithm that trains; add one, such as 'maml'.")]
    [InlineData(
        "--iterations", "0",
        "--iterations must be a whole number of at least 1, but is '0'. Type 'metarl profile --help' for what there"
        + " is.")]
    public void Profile_OfWhatCannotBe_SaysWhatToDo(string option, string value, string expected)
    {
        using var folder = new ExperimentFolder();
        Assert.Equal(
            new Invocation(2, "", expected + "\n"), Invocation.Of("profile", folder.Config, option, value));
    }

    [Fact]
    public void Profile_OfNoTasks_SaysWhatToDo()
    {
        using var folder = new ExperimentFolder();
        var run = Invocation.Of("profile", folder.Config, "--set", "training.tasks=0");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("training.tasks must be at least 1, but is 0.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_OfAFileThatIsNotThere_SaysSo()
    {
        var run = Invocation.Of("profile", "none.yaml");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("none.yaml", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_OfAProfile_AreAsWritten()
    {
        using var folder = new ExperimentFolder();
        var experiment = ExperimentFile.Load(folder.Config, [])[0];
        var profile = new ExperimentProfile(
            experiment.Algorithms[0], Speed(100e9), Speed(90e9), new Budget(2, 2),
            new IterationCounts(40, 1, 10, 1.5),
            [
                Phase(MetaPhase.Sampling, null, 0.010, 0.015, 0.0005),
                Phase(MetaPhase.Adaptation, "it has no kernel", 0.004, 0.008, 0.001),
                Phase(MetaPhase.Outer, null, 0.025, 0.040, 0.005),
            ],
            new PhaseTime(0.001, 0.001), new PhaseTime(0.040, 0.064),
            new EvaluationProfile(new PhaseTime(0.1, 0.2), 4, 6),
            new KindProfile(2, 0.080, 0.016, 0.008, 0.020, new Budget(2, 1)));
        Golden.Equal("profile", Text(profile));
        Assert.EndsWith(
            "There is no table by kind of work: a GPU computes beside the CPU, whose time does not tell them apart."
            + "\n\n",
            Text(profile with { Kinds = null }), StringComparison.Ordinal);
        Assert.EndsWith(
            "These numbers do not fit together: 50 and 100 GFLOP/s of libtorch and kernels, 20.0 GB/s before, 50 and 70"
            + " GFLOP/s of libtorch and kernels, 20.0 GB/s after. Something else kept the machine busy; profile again"
            + " when it is idle.\n\n", Text(profile with { After = Speed(70e9) }), StringComparison.Ordinal);

        static SpeedBounds Speed(double kernels) => new(new DeviceSpeed(50e9, 20e9), kernels);

        static PhaseProfile Phase(MetaPhase phase, string? obstacle, double wall, double cpu, double floor) =>
            new(new PhaseWork(phase, obstacle, Operations: 1e9), new PhaseTime(wall, cpu), floor);

        string Text(ExperimentProfile some)
        {
            var text = new StringWriter();
            ProfileTables.Write(some, experiment, new Terminal(text, TextWriter.Null, Live: false));
            return text.ToString();
        }
    }
}
