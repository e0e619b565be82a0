using MetaRL.Tests.Viewer;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary><c>metarl render</c> on a run that took a moment.</summary>
[Collection(GraphicsTurn.Name)]
public sealed class RenderTests(RenderTests.TrainedFolder trained) : IClassFixture<RenderTests.TrainedFolder>
{
    [Fact]
    public void Render_Storyboard_SaysWhatItWrote()
    {
        var path = trained.New("a.png");
        Assert.Equal(
            new Invocation(0, $"{path}: 1280 × 772 pixels\n", ""), Render(path, "--tasks", "2", "--agent", "maml"));
    }

    [Fact]
    public void Render_StoryboardTwice_IsTheSameBytes()
    {
        var (one, two) = (trained.New("one.png"), trained.New("two.png"));
        _ = Render(one);
        _ = Render(two);
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Fact]
    public void Render_OtherSeed_IsAnotherPicture()
    {
        var (one, two) = (trained.New("one.png"), trained.New("two.png"));
        _ = Render(one);
        _ = Render(two, "--seed", "1");
        Assert.NotEqual(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Fact]
    public void Render_AtAScale_HasAsManyMorePixels() => Assert.Contains(
        ": 2560 × ", Render(trained.New("a.png"), "--scale", "2").Out, StringComparison.Ordinal);

    [Fact]
    public void Render_Frames_AreAllThere()
    {
        var path = trained.New("frames");
        var said = Render(path, "--size", "640x560", "--fps", "5", "--speed", "4");
        Assert.Equal(
            new Invocation(0, $"{path}: 26 frames of 640 × 560 pixels, 5 a second\n", "Drawing 26 frames ...\n"), said);
        Assert.Equal(26, Directory.GetFiles(path, "frame-*.png").Length);
    }

    [Fact]
    public void Render_Film_IsWritten()
    {
        var path = trained.New("a.mp4");
        Assert.Equal(0, Render(path, "--size", "640x560", "--fps", "5", "--speed", "4").ExitCode);
        Assert.True(new FileInfo(path).Length > 5_000);
    }

    [Fact]
    public void Render_UnknownExtension_SaysWhatThereIs() => Assert.Equal(
        new Invocation(
            2, "", "--output: A file must be a .png for a storyboard or an .mp4 for a film, but is '.gif' (a.gif);"
            + " for numbered frames name a folder, such as frames/. Type 'metarl render --help' for what there is.\n"),
        Render("a.gif"));

    [Fact]
    public void Render_FolderThatIsNotThere_SaysSoBeforeAnythingIsComputed()
    {
        var folder = trained.New("none");
        Assert.Equal(
            new Invocation(
                2, "",
                $"--output: There is no folder '{folder}'; make it, or name another. Type 'metarl render --help' for"
                + " what there is.\n"), Render($"{folder}/a.mp4"));
    }

    [Theory]
    [InlineData("/proc/a.png")] // where not even root may
    [InlineData("/proc/a.mp4")]
    [InlineData("/proc/a/frames/")]
    public void Render_WhereNothingCanBeWritten_IsOneLine(string path) => Assert.Equal(
        new Invocation(1, "", $"{path}: Nothing can be written to '/proc'; name another --output.\n"), Render(path));

    [Fact]
    public void Render_NoName_SaysWhatThereIs() => Assert.Equal(
        new Invocation(
            2, "",
            "--output: Name a picture, a film or a folder, such as adapt.png, adapt.mp4 or frames/. Type 'metarl"
            + " render --help' for what there is.\n"), Render(""));

    [Fact]
    public void Render_OnADevice_SaysThatThereIsNone() => Assert.Equal(
        new Invocation(
            2, "",
            "--device: Agents that are watched compute on the CPU, also those trained on another device; leave it out."
            + " Type 'metarl render --help' for what there is.\n"),
        Render("a.png", "--device", "cuda"));

    [Fact]
    public void Render_UnknownOption_SaysSo() => Assert.Equal(
        new Invocation(2, "", "There is no option '--devise'. Type 'metarl render --help' for what there is.\n"),
        Render("a.png", "--devise"));

    [Fact]
    public void Render_UnknownAgent_SaysWhichThereAre() => Assert.Equal(
        new Invocation(2, "", $"{trained.Runs}: There is no agent 'nobody'; there are maml, random.\n"),
        Render(trained.New("a.png"), "--agent", "nobody"));

    [Fact]
    public void Render_FileAmongRuns_SaysThatItStandsAlone() => Assert.Equal(
        new Invocation(
            2, "", $"{trained.Config}: This is a file; name the folder of a run, or one experiment file alone.\n"),
        Invocation.Of("render", trained.Config, trained.Runs, "--output", trained.New("a.png")));

    [Theory]
    [InlineData(
        "MESA_GL_VERSION_OVERRIDE", "2.1", "render",
        "No driver offers OpenGL 3.3 through EGL: install what Debian calls libgl1-mesa-dri, or NVIDIA's driver.\n")]
    [InlineData(
            "PATH", "/nonexistent", "render",
            "a.mp4: An MP4 needs ffmpeg, which is not there; install what Debian calls ffmpeg, or name a folder, such"
            + " as frames/, for numbered pictures.\n")]
    public void Render_WhereSomethingOfTheSystemLacks_IsOneLine(
        string variable, string value, string command, string expected)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        variables[variable] = value;
        using var metarl = new Started(
            Environment.ProcessPath!, trained.New(""), variables, Path.Combine(AppContext.BaseDirectory, "metarl.dll"),
            command, trained.Runs, "--output", "a.mp4");
        Assert.Equal(new Invocation(1, "", expected), metarl.Ended());
    }

    [Fact]
    public void Render_CheckpointOfAnotherFamily_SaysWhoseItIs()
    {
        var (run, other) = (trained.CopyWithoutCheckpoints(), trained.New("runs"));
        Assert.Equal(
            0,
            Invocation.Of("run", trained.Config, "--set", "family.name=double-integrator", "--output", other).ExitCode);
        Directory.CreateDirectory(Path.Combine(run, "checkpoints"));
        var checkpoint = Path.Combine(run, "checkpoints", "iteration-000002.safetensors");
        File.Copy(
            Path.Combine(other, "tiny", "maml", "seed-1", "checkpoints", "iteration-000002.safetensors"), checkpoint);
        Assert.Equal(
            new Invocation(
                1, "",
                $"{checkpoint}: The checkpoint's family is double-integrator, but point-navigation is asked for; load"
                + " it with its own run.\n"),
            Invocation.Of("render", run, "--output", trained.New("a.png")));
    }

    [Fact]
    public void Render_DamagedCheckpoint_SaysWhatToDo()
    {
        var run = trained.CopyWithoutCheckpoints();
        Directory.CreateDirectory(Path.Combine(run, "checkpoints"));
        var checkpoint = Path.Combine(run, "checkpoints", "iteration-000002.safetensors");
        File.WriteAllBytes(checkpoint, []);
        Assert.Equal(
            new Invocation(
                1, "",
                $"{checkpoint}: The checkpoint cannot be read: it has 0 bytes, fewer than the 8 that every such file"
                + " begins with;"
                + " delete it, and the run goes on from the one before.\n"),
            Invocation.Of("render", run, "--output", trained.New("a.png")));
    }

    [Fact]
    public void Render_OverlayOfAGrid_ChangesThePictureAndNoneDoesNot()
    {
        var grids = trained.Grids();
        var (usual, none, policy) = (trained.New("usual.png"), trained.New("none.png"), trained.New("policy.png"));
        _ = Invocation.Of("render", grids, "--agent", "maml", "--tasks", "1", "--output", usual);
        _ = Invocation.Of("render", grids, "--agent", "maml", "--tasks", "1", "--output", none, "--overlay", "none");
        Assert.Equal(
            0,
            Invocation.Of(
                "render", grids, "--agent", "maml", "--tasks", "1", "--output", policy, "--overlay",
                "policy").ExitCode);
        Assert.Equal(File.ReadAllBytes(usual), File.ReadAllBytes(none));
        Assert.NotEqual(File.ReadAllBytes(usual), File.ReadAllBytes(policy));
    }

    [Fact]
    public void Render_OverlayThatNoAgentHas_SaysWhichThereAre()
    {
        Assert.Equal(
            new Invocation(
                2, "",
                "--overlay: There is no overlay policy for maml, random in point-navigation, only none; choose one of"
                + " them, or other agents.\n"),
            Render(trained.New("a.png"), "--overlay", "policy"));
        Assert.Equal(
            new Invocation(
                2, "", "--overlay: There is no overlay values for maml in grid-navigation, only none, visits, policy;"
                + " choose one of them, or other agents.\n"),
            Invocation.Of(
                "render", trained.Grids(), "--agent", "maml", "--tasks", "1", "--output", trained.New("a.png"),
                "--overlay", "values"));
    }

    [Fact]
    public void Render_RunWithoutCheckpoints_SaysHowToMakeThem()
    {
        var run = trained.CopyWithoutCheckpoints();
        Assert.Equal(
            new Invocation(1, "", $"{run}: The run has no checkpoint; train it with `metarl train`.\n"),
            Invocation.Of("render", run, "--output", trained.New("a.png")));
    }

    [Fact]
    public void Render_UnknownSplit_SaysWhichThereAre()
    {
        var said = Render(trained.New("a.png"), "--split", "tset");
        Assert.Equal(2, said.ExitCode);
        Assert.StartsWith(
            "--split: The family 'point-navigation' has no task split 'tset'; did you mean 'test'?", said.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Render_TooManyRounds_SaysHowMuchRoomTheyNeed()
    {
        var said = Render(trained.New("a.png"), "--size", "1280x720", "--rounds", "30");
        Assert.Equal(2, said.ExitCode);
        Assert.StartsWith("2 × 3 rows of 31 rounds need a picture of at least ", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FilmOfTooSmallASize_SaysHowMuchRoomItNeeds() => Assert.Equal(
        new Invocation(
            2, "",
            "2 × 3 scenes need frames of at least 302 × 512 units, but they have 100 × 100; give a larger --size, or"
            + " fewer --tasks.\n"),
        Render(trained.New("a.mp4"), "--size", "100x100"));

    [Fact]
    public void Render_FilmOfAnOddSize_SaysTheRule()
    {
        var path = trained.New("a.mp4");
        Assert.Equal(
            new Invocation(2, "", $"{path}: The size of an MP4 must be even, but is 641x560; give another --size.\n"),
            Render(path, "--size", "641x560"));
    }

    [Fact]
    public void Render_WhereThereIsNoRun_SaysWhatToName()
    {
        var said = Invocation.Of("render", trained.New("none"), "--output", trained.New("a.png"));
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("/none: There is no run; name the folder of one, ", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FramesBelowAFile_AreRefused() => Assert.Equal(
        new Invocation(
            2, "",
            $"--output must be a folder, but '{trained.Config}' is a file; name another. Type 'metarl render --help'"
            + " for what there is.\n"),
        Render($"{trained.Config}/frames/"));

    [Fact]
    public void Render_FolderWithFiles_IsRefused() => Assert.Equal(
        new Invocation(
            2, "",
            $"{trained.Runs}: Frames need a new or empty folder, but this one has files; name another one, or empty"
            + " it.\n"),
        Render(trained.Runs));

    [Theory]
    [InlineData(
            "--size", "wide", "--size must be width x height in pixels up to 16384, such as 1280x720, but is 'wide'.")]
    [InlineData(
        "--size", "0x720", "--size must be width x height in pixels up to 16384, such as 1280x720, but is '0x720'.")]
    [InlineData("--scale", "0", "--scale must be a number from 0.25 to 8, but is '0'.")]
    [InlineData(
        "--overlay", "value", "--overlay must be none, visits, policy, values, belief or attention, but is 'value'.")]
    [InlineData("--fps", "0", "--fps must be a whole number from 1 to 240, but is '0'.")]
    [InlineData("--speed", "-1", "--speed must be a number from 0.01 to 100, but is '-1'.")]
    [InlineData("--rounds", "-1", "--rounds must be a whole number of at least 0, but is '-1'.")]
    [InlineData("--tasks", "0", "--tasks must be a whole number of at least 1, but is '0'.")]
    public void Render_MistypedOption_SaysTheRule(string option, string value, string expected) => Assert.Equal(
        new Invocation(2, "", $"{expected} Type 'metarl render --help' for what there is.\n"),
        Render("a.png", option, value));

    private Invocation Render(string output, params string[] more) =>
        Invocation.Of(["render", trained.Runs, "--output", output, .. more]);

    /// <summary>Trained once for all tests.</summary>
    public sealed class TrainedFolder : IDisposable
    {
        private readonly ExperimentFolder _folder = new();
        private int _names;

        public TrainedFolder() =>
            Assert.Equal(0, Invocation.Of("run", _folder.Config, "--output", _folder.Runs).ExitCode);

        /// <summary>Of the experiment.</summary>
        public string Runs => _folder.Run();

        /// <summary>The experiment file.</summary>
        public string Config => _folder.Config;

        /// <summary>A path where nothing is yet, ending with a name.</summary>
        public string New(string name)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, $"{Interlocked.Increment(ref _names)}"));
            return Path.Combine(folder.FullName, name);
        }

        /// <summary>An experiment file of grids, whose agents need no training to be watched.</summary>
        public string Grids()
        {
            var file = New("grids.yaml");
            File.WriteAllText(
                file,
                "name: grids\nfamily: {name: grid-navigation, horizon: 6}\npolicy: {hidden: [4]}\nalgorithms: {maml:"
                + " {}}\n"
                + "evaluation: {envs_per_task: 2, updates: 1}\n");
            return file;
        }

        public string CopyWithoutCheckpoints()
        {
            var copy = New("seed-1");
            Directory.CreateDirectory(copy);
            foreach (var file in Directory.GetFiles(_folder.Run("maml", "seed-1")))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            return copy;
        }

        public void Dispose() => _folder.Dispose();
    }
}
