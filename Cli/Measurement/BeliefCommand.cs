using System.CommandLine;
using System.Globalization;
using MetaRL.Agents.Adaptation;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Files;
using MetaRL.Runs;
using static TorchSharp.torch;

namespace MetaRL.Cli.Measurement;

/// <summary><c>belief</c>: how far an agent's belief about a hidden goal is from the exact posterior.</summary>
internal static class BeliefCommand
{
    private const int Lanes = 20; // of each task

    public static Command Create(Terminal terminal)
    {
        var run = new Argument<string>("RUN")
        {
            Description = "Directory of a run, such as runs/grid-navigation-varibad/varibad/seed-1",
        };
        var output = new Option<string?>("--output")
        {
            Description = "Write the divergence after every step to this file as CSV",
            HelpName = "FILE",
        };
        output.RequireFile();
        var command = new Command(
            "belief", "Compare what an agent believes about a hidden goal with what it could know.") { run, output };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(output) is { } place)
            {
                OutputPath.RequireWritable(place);
            }

            var (saved, error) = Measure(parsed.GetRequiredValue(run), terminal);
            Write(saved, error, terminal);
            if (parsed.GetValue(output) is { } file)
            {
                AtomicFile.Write(file, Csv(error));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static (SavedRun Run, BeliefError Error) Measure(string location, Terminal terminal)
    {
        using var scope = NewDisposeScope();
        set_num_threads(1);
        var run = SavedRun.Read(location);
        var evaluation = run.Experiment.Evaluation;
        if (evaluation.TaskSet is not null)
        {
            throw new RunDirectoryException(
                $"{location}: What could be known is worked out for the splits of a family, not for tasks of a file;"
                + " the run's evaluation has a task_set.");
        }

        if (run.Experiment.Family is not Gridworld family
            || GoalPosterior.Of(family, evaluation.Split) is not { } posterior)
        {
            throw new RunDirectoryException(
                $"{location}: What could be known is worked out for grids that hide a goal, which ends no episode,"
                + " and nothing else: grid-navigation, and dark-room with variant ad or dpt; this run's tasks are"
                + " others.");
        }

        var tasks = family.Batch(AgentEvaluation.Tasks(run.Experiment)).Repeat(Lanes);
        terminal.WriteStatus($"Measuring {run.Algorithm.Name} ...");
        using var agent = SavedAgent.Load(run, CPU);
        var measured = agent.Agent(evaluation.Updates) is IInspectableAgent inspectable
            ? BeliefError.Of(
                new RngKey((ulong)run.Provenance.Seed).For("belief"), inspectable, family,
                tasks.To(CPU, ScalarType.Float32), posterior)
            : null;
        return (run, measured ?? throw new RunDirectoryException(
            $"{location}: {run.Algorithm.Name} tells no belief about the goal here; varibad does with decoder.heads:"
            + " true and decoder.rewards: bernoulli, and classical does."));
    }

    private static void Write(SavedRun run, BeliefError error, Terminal terminal)
    {
        var table = TextTable.Create(
            [
                "Episode", "After its first step", "After half of it", "Before its last step", "Mean over it",
                "Of a uniform belief, before its last step",
            ],
            numbers: true);
        foreach (var (episode, steps) in error.Divergence.Index())
        {
            double[] shown = [steps[0], steps[(steps.Length - 1) / 2], steps[^1], steps.Average()];
            table.Add([
                $"{episode + 1}", .. shown.Append(error.OfUniform[episode][^1])
                    .Select(value => NumberText.Fixed(value, 3)),
            ]);
        }

        terminal.Out.WriteLine(
            $"{run.Location}: divergence of the belief from the exact posterior, nats, mean over {Lanes} environments"
            + $" of each of {run.Experiment.Evaluation.Tasks} tasks");
        TextTable.Write(terminal.Console, table);
    }

    private static string Csv(BeliefError error) => "episode,step [steps],divergence [nats],of_uniform [nats]\n"
        + string.Concat(error.Divergence.SelectMany((steps, episode) => steps.Select((value, step) => string.Create(
            CultureInfo.InvariantCulture,
            $"{episode + 1},{step + 1},{value:R},{error.OfUniform[episode][step]:R}\n"))));
}
