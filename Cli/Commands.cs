using System.CommandLine;
using System.CommandLine.Help;
using MetaRL.Cli.Diagnosis;
using MetaRL.Cli.Experiments;
using MetaRL.Cli.Listings;
using MetaRL.Cli.Measurement;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Cli.Reference;
using MetaRL.Cli.Setup;
using MetaRL.Cli.Tasks;
using MetaRL.Cli.Tracking;
using MetaRL.Cli.Viewing;
using MetaRL.Cli.Workers;
using MetaRL.Scheduling;

namespace MetaRL.Cli;

/// <summary>All commands of the program.</summary>
internal static class Commands
{
    private const int HelpWidth = 100; // columns, whatever the terminal: the same text everywhere

    private static readonly string[] WithoutTensors =
        ["list", "describe", "freeze", "doctor", "runs", "diff", "tag", "export", "explain", "schema", "status",
        "key"];

    public static Command Root(Terminal terminal)
    {
        var root = new Command(
            "metarl", "Meta-reinforcement learning: train on a family of tasks, adapt to tasks never seen, compare.")
        {
            new HelpOption { Action = new HelpAction { MaxWidth = HelpWidth } },
            VersionOption(),
            ExperimentCommand.Create(
                "run", "Train every algorithm and seed of an experiment file, evaluate and compare them.",
                Phases.Train | Phases.Evaluate | Phases.Compare, terminal),
            ExperimentCommand.Create(
                "train", "Train every algorithm and seed of an experiment file.", Phases.Train, terminal),
            ExperimentCommand.Create(
                "evaluate", "Evaluate what has been trained on test tasks.", Phases.Evaluate, terminal),
            ExperimentCommand.Create(
                "compare", "Write the comparison of what has been evaluated.", Phases.Compare, terminal),
            WorkerCommand.Create(terminal),
            ClusterCommand.Create(terminal),
            RunsCommand.Create(terminal),
            DiffCommand.Create(terminal),
            TagCommand.Create(terminal),
            ExportCommand.Create(terminal),
            InitCommand.Create(terminal),
            ViewCommand.Create(),
            CheckCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            ListCommand.Create(terminal),
            DescribeCommand.Create(terminal),
            SimulateCommand.Create(terminal),
            OracleCommand.Create(terminal),
            FreezeCommand.Create(terminal),
            RenderCommand.Create(terminal),
            BenchCommand.Create(terminal),
            ProfileCommand.Create(terminal),
            GradientsCommand.Create(terminal),
            BeliefCommand.Create(terminal),
            DoctorCommand.Create(terminal),
        };
        return root;
    }

    /// <summary>
    /// Whether the command needs libtorch, which takes a moment to load; help and descriptions of families do not.
    /// </summary>
    public static bool ComputesWithTensors(ParseResult parsed) =>
        !WithoutTensors.Contains(parsed.CommandResult.Command.Name)
        && parsed.Action == parsed.CommandResult.Command.Action;

    private static VersionOption VersionOption() => new()
    {
        Description = "Show the version",
        Action = new PrintVersion(),
    };
}
