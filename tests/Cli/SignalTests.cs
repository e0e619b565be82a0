using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>A run under its launcher that is told to end, and goes on later.</summary>
public sealed class SignalTests : IDisposable
{
    private static readonly string[] Long =
    [
        "--set", "training.iterations=100000", "--set", "training.checkpoint_every_iterations=100000",
        "--output", "runs",
    ];

    private readonly ExperimentFolder _folder = new();

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public void Train_Signalled_EndsWithItsNumber(string signal, int exitCode) =>
        Assert.Equal(exitCode, Interrupted(signal).ExitCode);

    [Fact]
    public void Train_Terminated_SaysHowToGoOn() => Assert.EndsWith(
        "\nStopped; to go on from the last checkpoint, type: metarl train tiny.yaml --set training.iterations=100000"
            + " --set training.checkpoint_every_iterations=100000 --output runs\n",
        Interrupted("TERM").Error);

    [Fact]
    public void Train_Terminated_WritesACheckpoint()
    {
        var iteration = StoppedAt(Interrupted("TERM"));
        var checkpoint = $"iteration-{iteration:000000}.safetensors";
        Assert.True(File.Exists(_folder.Run("maml", "seed-1", "checkpoints", checkpoint)));
    }

    [Fact]
    public void Train_StartedAgain_GoesOnWhereItWas()
    {
        var iteration = StoppedAt(Interrupted("TERM"));
        using var metarl = Train();
        WaitForMetrics(moreThan: iteration);
        Kill.Process(metarl.Id, "TERM");
        Assert.StartsWith($"maml seed 1: going on at meta-iteration {iteration} of 100000\n", metarl.Ended().Out);
    }

    // A second signal would end it at once, without a word.
    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public void Train_AllOfItsGroupSignalled_SaysHowToGoOn(string signal, int exitCode)
    {
        using var metarl = Started.Launched(_folder.Path, ["train", "tiny.yaml", .. Long]);
        WaitForMetrics(moreThan: 0);
        Kill.Group(metarl.Id, signal);
        var ended = metarl.Ended();
        Assert.Equal(exitCode, ended.ExitCode);
        Assert.Contains("\nStopped; to go on from the last checkpoint, type: ", ended.Error, StringComparison.Ordinal);
        Assert.Empty(MembersOf(metarl.Id));
    }

    [Fact]
    public void Train_Aborted_SaysThatTheSameCommandGoesOn()
    {
        using var metarl = Train();
        WaitForMetrics(moreThan: 0);
        var program = ProgramOf(metarl.Id);
        while (!Kill.HasEnded(program))
        {
            Kill.Process(program, "ABRT"); // .NET takes the first one for itself
        }

        var ended = metarl.Ended();
        Assert.Equal(134, ended.ExitCode);
        Assert.Equal(
            "The program was ended by SIGABRT, most likely within libtorch or a graphics driver."
                + " The same command goes on from the last checkpoint.\n",
            ended.Error);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public void Render_AFilmSignalled_LeavesNothing(string signal, int exitCode)
    {
        const string Forever = "0.01"; // of the usual speed: a film of 16,000 frames
        using var metarl = Started.Launched(
            _folder.Path, "render", "tiny.yaml", "--agent", "maml", "--output", "a.mp4", "--size", "640x560", "--fps",
            "10", "--speed", Forever);
        var partial = Path.Combine(_folder.Path, "a.partial.mp4");
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(partial), TimeSpan.FromMinutes(1)),
            "The film has not begun within a minute.");
        Kill.Group(metarl.Id, signal); // all in the foreground, as Ctrl-C does
        var ended = metarl.Ended();
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Out));
        Assert.EndsWith("Stopping ...\n", ended.Error);
        Assert.Equal([_folder.Config], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Empty(MembersOf(metarl.Id));
    }

    public void Dispose() => _folder.Dispose();

    private Invocation Interrupted(string signal)
    {
        using var metarl = Train();
        WaitForMetrics(moreThan: 0);
        Kill.Process(metarl.Id, signal);
        return metarl.Ended();
    }

    private Started Train() => Started.Launched(_folder.Path, ["train", "tiny.yaml", .. Long]);

    // "maml seed 1: stopped at meta-iteration 8 of 100000, ..."
    private static int StoppedAt(Invocation train)
    {
        var words = train.Out.Split(' ');
        return int.Parse(words[Array.LastIndexOf(words, "meta-iteration") + 1], CultureInfo.InvariantCulture);
    }

    // Rows of the metrics below the header: iterations that are done.
    private void WaitForMetrics(int moreThan)
    {
        var metrics = _folder.Run("maml", "seed-1", "metrics.csv");
        var waiting = Stopwatch.StartNew();
        while (!File.Exists(metrics) || File.ReadLines(metrics).Count() - 1 <= moreThan)
        {
            Assert.True(waiting.Elapsed < TimeSpan.FromMinutes(1), "The first iterations take more than a minute.");
            Thread.Sleep(20);
        }
    }

    private static int ProgramOf(int launcher) =>
        int.Parse(Found("-P", $"{launcher}", "-f", "metarl.dll"), CultureInfo.InvariantCulture);

    private static string MembersOf(int group) => Found("-g", $"{group}");

    private static string Found(params IEnumerable<string> criteria)
    {
        using var pgrep = Process.Start(new ProcessStartInfo("pgrep", criteria) { RedirectStandardOutput = true })!;
        return pgrep.StandardOutput.ReadToEnd();
    }
}
