using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Compat;

namespace MetaRL.Cli;

/// <summary>Runs the <c>metarl</c> program, from its arguments to its exit code.</summary>
public static class CommandRunner
{
    /// <summary>Runs one command. Every error becomes one line on <see cref="Terminal.Error"/>.</summary>
    /// <param name="args">Arguments behind the program's name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal)
    {
        var root = Commands.Root(terminal);
        var parsed = root.Parse(
            args.Count == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageError.Of(parsed) is { } error)
        {
            terminal.WriteError(error);
            return ExitCode.Usage;
        }

        try
        {
            if (Commands.ComputesWithTensors(parsed))
            {
                LibTorch.Load();
                if (LibTorch.Warning is { } warning)
                {
                    terminal.Error.WriteLine(warning);
                }
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // commands that can be stopped handle signals themselves
            });
        }
        catch (Exception failure)
        {
            var (line, exitCode) = Failure.Describe(failure);
            terminal.WriteError(line);
            return exitCode;
        }
    }
}
