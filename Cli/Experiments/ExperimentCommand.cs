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
        var paper = new Option<bool>("--paper")
        {
            Description = "Write every figure for a column of a paper too, as PDF, SVG and PNG in paper/",
        };
        if (phases.HasFlag(Phases.Compare))
        {
            command.Add(paper);
        }

        command.SetAction(parsed =>
        {
            var commandLine = ShellWords.Join(parsed.Tokens.Select(token => token.Value));
            var how = new Way(phases, phases.HasFlag(Phases.Compare) && parsed.GetValue(paper));
            return Run(options.Load(parsed), how, parsed.GetRequiredValue(output), commandLine, terminal);
        });
        return command;
    }

    private static int Run(
        IReadOnlyList<Experiment> experiments, Way how, string output, string commandLine, Terminal terminal)
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
            return experiments.All(experiment => GoThrough(experiment, how, runner, stop));
        }
    }

    // False where the token stopped it.
    private static bool GoThrough(Experiment experiment, Way how, ExperimentRunner runner, CancellationToken stop)
    {
        try
        {
            if (how.Phases.HasFlag(Phases.Train) && !runner.Train(experiment, stop))
            {
                return false;
            }

            if (how.Phases.HasFlag(Phases.Evaluate))
            {
                runner.Evaluate(experiment, stop);
            }

            stop.ThrowIfCancellationRequested();
            if (how.Phases.HasFlag(Phases.Compare))
            {
                _ = runner.Compare(experiment, how.Paper); // the observer shows it
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <param name="Phases">What is done.</param>
    /// <param name="Paper">Whether figures are written for a paper too.</param>
    private sealed record Way(Phases Phases, bool Paper);
}
