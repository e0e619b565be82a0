using MetaRL.Cli;
using MetaRL.Cli.Output;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>What the program said and ended with, run inside this process.</summary>
internal sealed record Invocation(int ExitCode, string Out, string Error)
{
    public static Invocation Of(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = CommandRunner.Run(args, new Terminal(output, error, Live: false));
        return new Invocation(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that it succeeds.</summary>
    public static void Succeeds(params string[] args)
    {
        var run = Of(args);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
