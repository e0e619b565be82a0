using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Configuration;
using MetaRL.Runs;

namespace MetaRL.Cli.Experiments;

/// <summary><c>run</c> and its parts <c>train</c>, <c>evaluate</c> and <c>compare</c>.</summary>
internal static class ExperimentCommand
{
    public static Command Create(string name, string description, Phases phases, Terminal terminal)
    {
        var options = new ExperimentOptions();
        var output = new Option<string>("--output")
        {
            Description = "Folder for everything that is written",
            HelpName = "folder",
            DefaultValueFactory = _ => "runs",
        };
        output.RequireFolder();
        var command = new Command(name, description);
        options.AddTo(command);
        command.Add(output);
        command.SetAction(parsed =>
        {
            var commandLine = ShellWords.Join(parsed.Tokens.Select(token => token.Value));
            return Run(options.Load(parsed), phases, parsed.GetRequiredValue(output), commandLine, terminal);
        });
        return command;
    }

    private static int Run(
        IReadOnlyList<Experiment> experiments, Phases phases, string output, string commandLine, Terminal terminal)
    {
        using var interruption = new Interruption(
            () => terminal.WriteStatus("Stopping after this meta-iteration; interrupt again to stop at once."),
            terminal.ShowCursor);
        var complete = terminal.Live
            ? LiveProgress.Show(terminal.Console, observer => Run(observer, interruption.Token))
            : Run(new PlainProgress(terminal), interruption.Token);
        if (complete)
        {
            return ExitCode.Ok;
        }

        terminal.Error.WriteLine($"Stopped; to go on from the last checkpoint, type: {commandLine}");
        return interruption.ExitCode;

        bool Run(IRunObserver observer, CancellationToken stop)
        {
            var runner = new ExperimentRunner(output, observer, commandLine);
            return experiments.All(experiment => GoThrough(experiment, phases, runner, stop));
        }
    }

    // False where the token stopped it.
    private static bool GoThrough(Experiment experiment, Phases phases, ExperimentRunner runner, CancellationToken stop)
    {
        try
        {
            if (phases.HasFlag(Phases.Train) && !runner.Train(experiment, stop))
            {
                return false;
            }

            if (phases.HasFlag(Phases.Evaluate))
            {
                runner.Evaluate(experiment, stop);
            }

            stop.ThrowIfCancellationRequested();
            if (phases.HasFlag(Phases.Compare))
            {
                _ = runner.Compare(experiment); // the observer shows it
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
