using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Runs;

namespace MetaRL.Viewer.Loading;

/// <summary>Loads the agents that a request names.</summary>
internal static class AgentLoader
{
    /// <exception cref="ConfigurationException">
    /// The request names what is not there, or agents of several families.
    /// </exception>
    /// <exception cref="RunDirectoryException">A run has no trained agent.</exception>
    public static IReadOnlyList<LoadedAgent> Find(ViewRequest request)
    {
        var agents = new List<LoadedAgent>();
        try
        {
            if (request.Paths is [var file] && File.Exists(file))
            {
                var experiment = Choose(file, ExperimentFile.Load(file, []), request.Experiment);
                agents.AddRange(
                    Untrained(file, experiment, request).Select(entry =>
                        LoadedAgent.Untrained(experiment, entry, new RngKey((ulong)request.Seed))));
                return agents;
            }

            foreach (var run in Runs(request))
            {
                agents.Add(LoadedAgent.Of(run));
                RequireSameFamily(agents[0], agents[^1]);
            }

            return agents;
        }
        catch
        {
            agents.ForEach(agent => agent.Dispose());
            throw;
        }
    }

    private static Experiment Choose(string file, IReadOnlyList<Experiment> experiments, string? name) => name is null
        ? experiments[0]
        : experiments.FirstOrDefault(experiment => Path.GetFileName(experiment.Path) == name)
            ?? throw Unknown(
                file, "experiment", name, experiments.Select(experiment => Path.GetFileName(experiment.Path)));

    private static IEnumerable<AlgorithmSettings> Untrained(string file, Experiment experiment, ViewRequest request) =>
        request.Agents.Count > 0
            ? request.Agents.Select(name => Named(file, experiment.Algorithms, entry => entry.Name, name))
            : throw new ConfigurationException(
                $"{file}: Agents of an experiment file are not trained; name those to watch with --agent"
                + $" ({string.Join(", ", experiment.Algorithms.Select(entry => entry.Name))}),"
                + " or watch a folder below runs/.");

    private static IEnumerable<SavedRun> Runs(ViewRequest request)
    {
        var runs = request.Paths.SelectMany(path => RunsAt(path, request.Experiment)).ToArray();
        var where = string.Join(", ", request.Paths);
        return request.Agents.Count == 0
            ? runs
            : request.Agents.Select(name => Named(where, runs, run => run.Algorithm.Name, name));
    }

    private static IReadOnlyList<SavedRun> RunsAt(string path, string? experiment)
    {
        if (File.Exists(Path.Combine(path, "config.yaml")))
        {
            return [SavedRun.Read(path)];
        }

        if (File.Exists(path))
        {
            throw new ConfigurationException(
                $"{path}: This is a file; name the folder of a run, or one experiment file alone.");
        }

        if (FirstSeeds(path) is { Count: > 0 } runs)
        {
            return runs;
        }

        string[] folders = Directory.Exists(path)
            ? [.. Directory.GetDirectories(path).Order(StringComparer.Ordinal)]
            : [];
        var group = folders.Where(folder => FirstSeeds(folder).Count > 0).ToArray();
        if (group.Length == 0)
        {
            throw new ConfigurationException(
                $"{path}: There is no run; name the folder of one, or of an experiment,"
                + " such as runs/quickstart/point-navigation, or train with `metarl run configs/quickstart.yaml`.");
        }

        return FirstSeeds(
            experiment is null ? group[0] : Named(path, group, folder => Path.GetFileName(folder), experiment));
    }

    // One run of each algorithm, in the order of the experiment's.
    private static IReadOnlyList<SavedRun> FirstSeeds(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        SavedRun[] runs =
        [
            .. from algorithm in Directory.GetDirectories(folder)
               let seeds = Directory.GetDirectories(algorithm, "seed-*")
                   .Where(run => File.Exists(Path.Combine(run, "config.yaml")))
               where seeds.Any()
               select SavedRun.Read(seeds.MinBy(run => (Path.GetFileName(run).Length, Path.GetFileName(run)))!),
        ];
        var order = runs.Length > 0 ? runs[0].Experiment.Algorithms.Select(entry => entry.Name).ToList() : [];
        return [.. runs.OrderBy(run => order.IndexOf(run.Algorithm.Name) is var place and >= 0 ? place : order.Count)];
    }

    private static T Named<T>(string where, IReadOnlyList<T> all, Func<T, string> nameOf, string name)
        where T : class =>
        all.FirstOrDefault(one => nameOf(one) == name)
        ?? throw Unknown(where, typeof(T) == typeof(string) ? "experiment" : "agent", name, all.Select(nameOf));

    private static ConfigurationException Unknown(string where, string kind, string name, IEnumerable<string> known) =>
        new($"{where}: There is no {kind} '{name}'{NearestName.Cure(name, [.. known], "there are")}");

    private static void RequireSameFamily(LoadedAgent first, LoadedAgent other)
    {
        var (one, two) = (first.Experiment.Family, other.Experiment.Family);
        if (one.Name != two.Name || one.Definition != two.Definition || one.Horizon != two.Horizon
            || one.Observations != two.Observations || one.Actions != two.Actions)
        {
            throw new ConfigurationException(
                $"{other.Run!.Location}: This run is of {Description(two)}, but the first is of {Description(one)};"
                    + " watch runs of the same family together.");
        }
    }

    private static string Description(TaskFamily family) =>
        $"{family.Name} with {family.Horizon} steps, observations {family.Observations} and actions {family.Actions}";
}
