using System.CommandLine;
using MetaRL.Cli.Tasks;
using MetaRL.Viewer.Stages;

namespace MetaRL.Cli.Viewing;

/// <summary>Which agents are to be seen, in which tasks, for how long.</summary>
internal sealed class StageOptions
{
    private readonly Argument<string[]> _paths = new("RUN")
    {
        Description = "A folder of runs/, such as runs/quickstart/point-navigation; or several runs; or an experiment file, with --agent",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _experiment = new("--experiment")
    {
        Description = "Which experiment of a group; the first by default",
        HelpName = "name",
    };

    private readonly Option<string[]> _agents = new("--agent")
    {
        Description = "Only this algorithm; can be repeated. Of an experiment file: it is not trained",
        HelpName = "name",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int> _tasks = new("--tasks") { Description = "Number of tasks", HelpName = "N", DefaultValueFactory = _ => 3 };

    private readonly Option<string> _split = new("--split")
    {
        Description = "Where the tasks come from",
        HelpName = "SPLIT",
        DefaultValueFactory = _ => "test",
    };

    private readonly Option<int> _seed = new("--seed") { Description = "Seed of the tasks and of what happens in them; 0 by default", HelpName = "N" };

    private readonly Option<int?> _rounds = new("--rounds") { Description = "Updates to show; those of the evaluation by default", HelpName = "K" };

    private readonly Option<int?> _envs = new("--envs")
    {
        Description = "Episodes in each task and round; those of the evaluation by default",
        HelpName = "E",
    };

    public StageOptions()
    {
        TaskOptions.RequirePositive(_tasks);
        TaskOptions.RequirePositive(_envs);
        RequireNotNegative(_rounds);
        RequireNotNegative(_seed);
    }

    public void AddTo(Command command)
    {
        command.Add(_paths);
        command.Add(_experiment);
        command.Add(_agents);
        command.Add(_tasks);
        command.Add(_split);
        command.Add(_seed);
        command.Add(_rounds);
        command.Add(_envs);
    }

    public StageRequest Request(ParseResult parsed) => new(parsed.GetRequiredValue(_paths))
    {
        Experiment = parsed.GetValue(_experiment),
        Agents = parsed.GetRequiredValue(_agents),
        Tasks = parsed.GetValue(_tasks),
        Split = parsed.GetRequiredValue(_split),
        Seed = parsed.GetValue(_seed),
        Rounds = parsed.GetValue(_rounds),
        Envs = parsed.GetValue(_envs),
    };

    private static void RequireNotNegative(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number >= 0))
        {
            result.AddError($"{option.Name} must be a whole number of at least 0, but is '{token.Value}'.");
        }
    });
}
