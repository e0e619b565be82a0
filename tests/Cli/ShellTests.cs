using System.Globalization;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>The launcher and its program at a terminal, as a shell and the keyboard see them.</summary>
public sealed class ShellTests : IDisposable
{
    private const string Interrupt = "\u0003"; // Ctrl-C
    private const string Suspend = "\u001a"; // Ctrl-Z
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FakeMachine _machine = new();

    public ShellTests() => _ = _machine.Run("metarl"); // which builds

    [Fact]
    public void Interrupted_Program_IsToldOnceAndTheShellGoesOn()
    {
        using var shell = Waiting("; echo \"ended with $?\"; exit", out _);
        shell.Type(Interrupt);
        var ended = shell.Ended().Out;
        Assert.Single(ended.Split("told INT").Skip(1));
        Assert.Contains("\nended with 130\r\n", ended, StringComparison.Ordinal);
    }

    [Fact]
    public void Suspended_Program_StopsAndGoesOnInTheForeground()
    {
        using var shell = Waiting("", out var program);
        shell.Type(Suspend);
        Await(() => Kill.IsStopped(program), "The program does not stop.");
        shell.Type("fg; echo \"ended with $?\"; exit\n");
        Await(() => !Kill.IsStopped(program), "The program does not go on.");
        shell.Type(Interrupt); // which reaches the foreground alone
        Assert.Contains("\nended with 130\r\n", shell.Ended().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Launcher_ToldToStopAndToGoOn_TellsTheProgram()
    {
        using var shell = Waiting("", out var program);
        var launcher = int.Parse(File.ReadAllText(_machine.Path("launcher")), CultureInfo.InvariantCulture);
        Kill.Process(launcher, "TSTP");
        Await(() => Kill.IsStopped(program) && Kill.IsStopped(launcher), "They do not both stop.");
        Kill.Process(launcher, "CONT");
        Await(() => !Kill.IsStopped(program) && !Kill.IsStopped(launcher), "They do not both go on.");
        Kill.Process(launcher, "TERM");
        Await(() => Kill.HasEnded(launcher), "They do not end.");
        shell.Type("exit\n");
        Assert.Contains("told TERM", shell.Ended().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Program_AtATerminal_ReadsWhatIsTyped()
    {
        _machine.InstallProgram(": >\"$HOME/ready\"; read -r line; [[ -t 0 && -t 1 ]] && echo \"got $line\"");
        using var shell = _machine.Shell();
        shell.Type("bash MetaRL/metarl; exit\n");
        Await(() => File.Exists(_machine.Path("ready")), "The program does not start.");
        shell.Type("words\n");
        Assert.Contains("\ngot words\r\n", shell.Ended().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Aborted_Program_LeavesACursorAndALineOfItsOwn()
    {
        _machine.InstallProgram("printf '\\e[?25lhalf a line'; kill -ABRT $$");
        using var shell = _machine.Shell();
        shell.Type("TERM=xterm bash MetaRL/metarl run; exit\n");
        Assert.Contains(
            "half a line\e[?25h\r\nThe program was ended by SIGABRT, ", shell.Ended().Out, StringComparison.Ordinal);
    }

    public void Dispose() => _machine.Dispose();

    // A shell whose program ends a second after the first signal. What is typed ahead of a signal would be lost.
    private Started Waiting(string then, out int program)
    {
        _machine.InstallProgram(
            """
            ended=
            for signal in INT:130 TERM:143; do
                trap "echo 'told ${signal%:*}'; ended=\${ended:-${signal#*:}}" "${signal%:*}"
            done
            sleep 60 & sleeping=$!
            echo $PPID >"$HOME/launcher"
            echo $$ >"$HOME/ready.new"; mv "$HOME/ready.new" "$HOME/ready"
            until [[ $ended ]]; do wait $sleeping; done 2>/dev/null
            kill $sleeping; sleep 1 & sleeping=$!
            until wait $sleeping; do :; done 2>/dev/null
            exit $ended
            """);
        var shell = _machine.Shell();
        shell.Type($"bash MetaRL/metarl run{then}\n");
        Await(() => File.Exists(_machine.Path("ready")), "The program does not start.");
        program = int.Parse(File.ReadAllText(_machine.Path("ready")), CultureInfo.InvariantCulture);
        return shell;
    }

    private static void Await(Func<bool> condition, string otherwise) =>
        Assert.True(SpinWait.SpinUntil(condition, Patience), otherwise);
}
