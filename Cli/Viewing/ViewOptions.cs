using System.CommandLine;
using MetaRL.Cli.Options;
using MetaRL.Viewer.Loading;

namespace MetaRL.Cli.Viewing;

/// <summary>Options that choose agents, tasks and rounds.</summary>
internal sealed class ViewOptions
{
    private static readonly ViewRequest Defaults = new([]);

    private readonly Argument<string[]> _runs = new("RUN")
    {
        Description =
            "Directories of runs, or one of an experiment, such as runs/quickstart/point-navigation; or an experiment"
                + " file",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _experiment = new("--experiment")
    {
        Description = "Which experiment of a group; the first by default",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _agents = new("--agent")
    {
        Description = "Only this algorithm; can be repeated",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int> _tasks = new("--tasks")
    {
        Description = "Number of tasks",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Tasks,
    };

    private readonly Option<string> _split = new("--split")
    {
        Description = "Which tasks",
        HelpName = "SPLIT",
        DefaultValueFactory = _ => Defaults.Split,
    };

    private readonly Option<int?> _rounds = new("--rounds")
    {
        Description = "Rounds after the first; those of the evaluation by default",
        HelpName = "K",
    };

    private readonly Option<int?> _envs = new("--envs")
    {
        Description = "Episodes in each task and round; those of the evaluation by default",
        HelpName = "E",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Seed of the tasks and of what happens in them; 0 by default",
        HelpName = "N",
    };

    // An option of other commands; here it is refused with an explanation
    private readonly Option<string?> _device = new("--device") { Hidden = true };

    public ViewOptions()
    {
        _device.Refuse(_ =>
            "--device: Agents that are watched compute on the CPU, also those trained on another device; leave it"
                + " out.");
        _tasks.RequireWhole(least: 1);
        _envs.RequireWhole(least: 1);
        _rounds.RequireWhole(least: 0);
        _seed.RequireWhole(least: 0);
    }

    public void AddTo(Command command)
    {
        command.Add(_runs);
        command.Add(_experiment);
        command.Add(_agents);
        command.Add(_tasks);
        command.Add(_split);
        command.Add(_rounds);
        command.Add(_envs);
        command.Add(_seed);
        command.Add(_device);
    }

    public ViewRequest Request(ParseResult parsed) => new(parsed.GetRequiredValue(_runs))
    {
        Experiment = parsed.GetValue(_experiment),
        Agents = parsed.GetRequiredValue(_agents),
        Tasks = parsed.GetRequiredValue(_tasks),
        Split = parsed.GetRequiredValue(_split),
        Rounds = parsed.GetValue(_rounds),
        Envs = parsed.GetValue(_envs),
        Seed = parsed.GetValue(_seed),
    };
}
