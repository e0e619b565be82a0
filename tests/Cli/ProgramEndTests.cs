using System.Globalization;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>What ./metarl says of a program that could not say why it ended.</summary>
public sealed class ProgramEndTests : IDisposable
{
    // What libtorch 2.10 writes before it calls abort; the program has set its own words apart, as
    // Cli/Output/NativeError.cs does.
    private const string Aborts =
        """
        exec 2>&"${METARL_NATIVE_ERROR:-2}"
        echo 'a warning' >&2
        echo "terminate called after throwing an instance of 'c10::Error'" >&2
        echo "  what():  element 1of the differentiated Tensors appears to not have been used in the graph." >&2
        echo 'Exception raised from run_backward at autograd.cpp:151 (most recent call first):' >&2
        kill -ABRT $$
        """;

    private const string OutOfMemory =
        "Set fewer tasks or episodes (training.tasks, training.envs_per_task, evaluation.tasks)"
        + " or a shorter family.horizon.";

    private const string GoOn = "The same command goes on from the last checkpoint.";

    private readonly FakeMachine _machine = new();

    public ProgramEndTests()
    {
        Directory.CreateDirectory(_machine.Path("tmp"));
        _machine.Set("TMPDIR", _machine.Path("tmp"));
        _ = _machine.Run("metarl"); // which builds
    }

    [Theory]
    [InlineData("run")]
    [InlineData("train")]
    public void Metarl_LibtorchAbortsTraining_IsOneLine(string command)
    {
        var run = Metarl(Aborts, command);
        Assert.Equal(
            new Invocation(
                134, "",
                "libtorch ended the program: element 1of the differentiated Tensors appears to not have been used in"
                + " the graph."
                + $" {GoOn} All that was said is in {Words()}.\n"),
            run);
    }

    [Fact]
    public void Metarl_LibtorchAbortsWhatHasNoCheckpoints_SaysNothingOfThem() =>
        Assert.DoesNotContain("checkpoint", Metarl(Aborts, "oracle").Error, StringComparison.Ordinal);

    [Fact]
    public void Metarl_LibtorchAborts_KeepsAllThatItSaid()
    {
        _ = Metarl(Aborts, "run");
        Assert.Equal(4, File.ReadAllLines(Words()).Length);
    }

    [Fact]
    public void Metarl_LibtorchAbortsAndMoreIsAskedFor_ShowsAll()
    {
        _machine.Set("METARL_TRACE", "1");
        var error = Metarl(Aborts, "run").Error;
        Assert.StartsWith("a warning\nterminate called after", error, StringComparison.Ordinal);
        Assert.Contains("\nException raised from run_backward", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
            "'c10::Error'",
            "[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9"
            + " bytes.")]
    [InlineData("'std::bad_alloc'", "std::bad_alloc")]
    public void Metarl_LibtorchAbortsForWantOfMemory_SaysWhatToSetLower(string type, string what)
    {
        var run = Metarl($"""
            exec 2>&"$METARL_NATIVE_ERROR"
            echo "terminate called after throwing an instance of {type}" >&2
            echo "  what():  {what}" >&2
            kill -ABRT $$
            """, "run");
        Assert.StartsWith(
            $"libtorch ended the program, most likely because memory ran out: {what.TrimEnd('.')}. {OutOfMemory}"
            + $" {GoOn} ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Metarl_ExceptionOnAThread_SaysWhich()
    {
        var run = Metarl("""
            exec 2>&"$METARL_NATIVE_ERROR"
            echo "Unhandled exception. System.InvalidOperationException: odd" >&2
            echo "   at Program.Main()" >&2
            kill -ABRT $$
            """, "oracle");
        Assert.Equal(
            new Invocation(
                134, "",
                "The program ended unexpectedly: System.InvalidOperationException: odd. All that was said is in"
                + $" {Words()}.\n"),
            run);
    }

    [Fact]
    public void Metarl_LibraryEndsTheProgramWithACodeOfItsOwn_SaysWhy()
    {
        var run = Metarl("""
            exec 2>&"$METARL_NATIVE_ERROR"
            echo "Intel oneMKL FATAL ERROR: Cannot load libtorch_cpu.so." >&2
            exit 2
            """, "oracle");
        Assert.Equal(
            new Invocation(
                2, "",
                "The program ended unexpectedly: Intel oneMKL FATAL ERROR: Cannot load libtorch_cpu.so. All that was"
                + $" said is in {Words()}.\n"),
            run);
    }

    [Fact]
    public void Metarl_ProgramKilled_SaysThatMemoryMayHaveRunOut() => Assert.Equal(
        new Invocation(137, "", $"The program was killed, most likely because memory ran out. {OutOfMemory} {GoOn}\n"),
        Metarl("kill -KILL $$", "run"));

    [Fact]
    public void Metarl_SegmentationFault_IsOneLine() => Assert.Equal(
        new Invocation(
            139, "", $"The program was ended by SIGSEGV, most likely within libtorch or a graphics driver. {GoOn}\n"),
        Metarl("kill -SEGV $$", "run"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(130)]
    [InlineData(143)]
    public void Metarl_ProgramThatSaysItselfWhyItEnds_AddsNothing(int exitCode) => Assert.Equal(
        new Invocation(exitCode, "", "own words\n"),
        Metarl($"echo 'own words' >&2; exec 2>&$METARL_NATIVE_ERROR; echo 'a warning' >&2; exit {exitCode}", "run"));

    [Fact]
    public void Metarl_ProgramEnds_LeavesNoFile()
    {
        _ = Metarl("exec 2>&$METARL_NATIVE_ERROR; echo 'a warning' >&2", "run");
        Assert.Empty(Directory.GetFiles(_machine.Path("tmp")));
    }

    [Fact]
    public void Metarl_NoFolderForFiles_RunsTheProgram()
    {
        _machine.Set("TMPDIR", "/nonexistent");
        Assert.Equal(
            new Invocation(3, "", "a warning\n"),
            Metarl("echo 'a warning' >&${METARL_NATIVE_ERROR:-2}; exit 3", "run"));
    }

    [Fact]
    public void Metarl_Program_ReadsWhatIsPiped()
    {
        _machine.InstallProgram("cat");
        using var shell = _machine.StartCommands("echo typed | bash MetaRL/metarl");
        Assert.Equal(new Invocation(0, "typed\n", ""), shell.Ended());
    }

    [Fact]
    public void Metarl_ProgramRuns_HoldsItsBuild()
    {
        using var metarl = Waiting();
        var build = Path.GetDirectoryName(
            Assert.Single(
                Directory.GetFiles(_machine.Path("MetaRL/build"), "metarl.dll", SearchOption.AllDirectories)));
        using var flock = new Started("flock", ".", null, "-n", build!, "true");
        Assert.Equal(1, flock.Ended().ExitCode);
    }

    [Fact]
    public void Metarl_KilledItself_TakesTheProgramAlong()
    {
        using var metarl = Waiting();
        var program = int.Parse(File.ReadAllText(_machine.Path("ready")), CultureInfo.InvariantCulture);
        Kill.Process(metarl.Id, "KILL");
        Assert.True(
            SpinWait.SpinUntil(() => Kill.HasEnded(program), TimeSpan.FromSeconds(20)),
            "The program outlives its launcher.");
    }

    [Theory]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void Metarl_Signalled_PassesItOnOnce(string signal, int exitCode)
    {
        using var metarl = Waiting();
        Kill.Process(metarl.Id, signal);
        Assert.Equal(new Invocation(exitCode, $"{signal}\n", ""), metarl.Ended());
    }

    // As a terminal does it, systemd, and Slurm.
    [Theory]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void Metarl_AllOfItsGroupSignalled_PassesNothingOn(string signal, int exitCode)
    {
        using var metarl = Waiting();
        Kill.Group(metarl.Id, signal);
        Assert.Equal(new Invocation(exitCode, $"{signal}\n", ""), metarl.Ended());
    }

    // As `timeout` does it.
    [Fact]
    public void Metarl_SignalledAndThenAllOfItsGroup_PassesNothingOn()
    {
        using var metarl = Waiting();
        Kill.Process(metarl.Id, "TERM");
        Kill.Group(metarl.Id, "TERM");
        Assert.Equal(new Invocation(143, "TERM\n", ""), metarl.Ended());
    }

    [Fact]
    public void Metarl_SignalledTwice_PassesBothOn()
    {
        using var metarl = Waiting();
        Kill.Process(metarl.Id, "TERM");
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(_machine.Path("TERM")), TimeSpan.FromSeconds(20)),
            "No signal within 20 seconds.");
        Kill.Process(metarl.Id, "TERM");
        Assert.Equal(new Invocation(143, "TERM\nTERM\n", ""), metarl.Ended());
    }

    public void Dispose() => _machine.Dispose();

    // The file of what was said.
    private string Words() => Assert.Single(Directory.GetFiles(_machine.Path("tmp")));

    private Invocation Metarl(string program, string command)
    {
        _machine.InstallProgram(program);
        return _machine.Run("metarl", command);
    }

    // In a group of its own. The program writes each signal that it gets, and ends two seconds after the first.
    private Started Waiting()
    {
        _machine.InstallProgram(
            """
            exec 2>/dev/null # where bash tells what it killed
            ended=
            for signal in HUP:129 INT:130 TERM:143; do
                trap "echo ${signal%:*}; : >'$HOME/${signal%:*}'; ended=\${ended:-${signal#*:}}" "${signal%:*}"
            done
            sleep 60 & sleeping=$!
            echo $$ >"$HOME/ready.new"; mv "$HOME/ready.new" "$HOME/ready"
            until [[ $ended ]]; do wait $sleeping; done
            kill $sleeping; sleep 2 & sleeping=$!
            until wait $sleeping; do :; done
            exit $ended
            """);
        var metarl = _machine.StartApart("metarl", "run");
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(_machine.Path("ready")), TimeSpan.FromMinutes(1)),
            "No program within a minute.");
        return metarl;
    }
}
