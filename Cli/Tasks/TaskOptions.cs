using System.CommandLine;
using MetaRL.Cli.Options;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;

namespace MetaRL.Cli.Tasks;

/// <summary>Options that choose tasks of a family.</summary>
internal sealed class TaskOptions
{
    private readonly int _defaultTasks;

    private readonly Option<string> _split = new("--split")
    {
        Description = "Which tasks",
        HelpName = "SPLIT",
        DefaultValueFactory = _ => TaskSplit.Test.Name,
    };

    private readonly Option<int?> _tasks;

    public TaskOptions(int defaultTasks)
    {
        _defaultTasks = defaultTasks;
        _tasks = new Option<int?>("--tasks")
        {
            Description = $"Number of tasks; all of a fixed set, else {defaultTasks}",
            HelpName = "N",
        };
        _tasks.RequireWhole(least: 1);
    }

    public void AddTo(Command command)
    {
        command.Add(_split);
        command.Add(_tasks);
    }

    /// <summary>Number of tasks; null if the option is not given.</summary>
    public int? Count(ParseResult parsed) => parsed.GetValue(_tasks);

    /// <summary>The tasks, and the split that they come from.</summary>
    public (TaskSet Tasks, TaskSplit Split) Draw(ParseResult parsed, TaskFamily family, RngKey key)
    {
        var name = parsed.GetRequiredValue(_split);
        string[] known = [.. family.Tasks.Splits.Select(split => split.Name), .. family.Tasks.TaskSets];
        if (!known.Contains(name))
        {
            throw new ConfigurationException(
                $"--split: The family '{family.Name}' has no task split"
                    + $" '{name}'{NearestName.Cure(name, known, "it has")}");
        }

        var split = new TaskSplit(name);
        var all = family.Tasks.Count(split);
        var count = Count(parsed) ?? all ?? _defaultTasks;
        return all is null || all == count
            ? (family.Tasks.Sample(key.For(split.Name), count, split), split)
            : throw new ConfigurationException(
                $"--tasks: The split '{split}' of {family.Name} has {all} tasks, but {count} were asked for.");
    }
}
