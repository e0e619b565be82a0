using System.CommandLine;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Cli.Experiments;

/// <summary>Options that choose and multiply the runs of an experiment file.</summary>
internal sealed class MatrixOptions
{
    private readonly Option<string[]> _sweeps = new("--sweep")
    {
        Description = "Run with each of these values, such as inner.step_size=0.1,0.5; can be repeated",
        HelpName = "key=a,b",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _yes = new("--yes")
    {
        Description = $"Allow a sweep of more than {ReadingOptions.MostRuns:N0} runs",
    };

    private readonly Option<string[]> _experiments = new("--experiment")
    {
        Description = "Only this experiment of a group, or this point of a sweep; can be repeated",
        HelpName = "name",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _algorithms = new("--algorithm")
    {
        Description = "Only this algorithm; can be repeated",
        HelpName = "name",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Add(_sweeps);
        command.Add(_experiments);
        command.Add(_algorithms);
        command.Add(_yes);
    }

    /// <summary>The experiments that are chosen, each with the algorithms that are.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The file and what changes its keys.</param>
    /// <param name="parallel">Runs at a time.</param>
    public IReadOnlyList<Experiment> Load(ParseResult parsed, ExperimentOptions options, int parallel = 1)
    {
        var all = options.Load(parsed, Reading(parsed) with { Parallel = parallel });
        var file = options.File(parsed);
        var chosen = WithExperiments(file, all, parsed.GetRequiredValue(_experiments));
        return WithAlgorithms(file, chosen, parsed.GetRequiredValue(_algorithms));
    }

    /// <summary>What the options say about reading the file.</summary>
    public ReadingOptions Reading(ParseResult parsed) =>
        new() { Sweeps = parsed.GetRequiredValue(_sweeps), AnyNumber = parsed.GetValue(_yes) };

    private static IReadOnlyList<Experiment> WithExperiments(
        string file, IReadOnlyList<Experiment> all, string[] names)
    {
        var unknown = names.FirstOrDefault(name => !all.Any(experiment => IsCalled(experiment, name)));
        return unknown is not null
            ? throw new ConfigurationException($"{file}: There is no experiment '{unknown}'"
                + NearestName.Cure(unknown, [.. all.Select(one => one.Name).Distinct()]))
            : names.Length == 0 ? all
            : [.. all.Where(experiment => names.Any(name => IsCalled(experiment, name)))];
    }

    // a/b/x=1 is called that, b/x=1, x=1, a/b and b.
    private static bool IsCalled(Experiment experiment, string name) =>
        $"/{experiment.Path}".EndsWith($"/{name}", StringComparison.Ordinal)
        || $"/{experiment.Name}".EndsWith($"/{name}", StringComparison.Ordinal);

    private static IReadOnlyList<Experiment> WithAlgorithms(
        string file, IReadOnlyList<Experiment> experiments, string[] names)
    {
        string[] all = [.. experiments.SelectMany(one => one.Algorithms).Select(one => one.Name).Distinct()];
        var unknown = names.FirstOrDefault(name => !all.Contains(name));
        return unknown is not null
            ? throw new ConfigurationException(
                $"{file}: There is no algorithm '{unknown}'{NearestName.Cure(unknown, all)}")
            : names.Length == 0 ? experiments
            :
            [
                .. experiments
                    .Select(one => one with
                    {
                        Algorithms = [.. one.Algorithms.Where(entry => names.Contains(entry.Name))],
                        LeftOut = [.. one.Algorithms.Select(entry => entry.Name).Except(names)],
                    })
                    .Where(one => one.Algorithms.Count > 0),
            ];
    }
}
