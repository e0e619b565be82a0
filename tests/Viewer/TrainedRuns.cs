using MetaRL.Configuration;
using MetaRL.Tests.Runs;
using MetaRL.Viewer.Loading;

namespace MetaRL.Tests.Viewer;

/// <summary>A group of two experiments, trained for two iterations.</summary>
public sealed class TrainedRuns : IDisposable
{
    private const string Yaml =
        """
        name: group
        algorithms: {maml: {}, random: {}}
        policy: {hidden: [4]}
        training: {iterations: 2, tasks: 2, envs_per_task: 2, checkpoint_every_iterations: 1}
        experiments:
          - name: grids
            family: {name: grid-navigation, horizon: 6}
            evaluation: {envs_per_task: 2, updates: 1, step_sizes: [0.1]}
          - name: points
            family: {name: point-navigation, horizon: 12}
            evaluation: {tasks: 6, envs_per_task: 3, updates: 2, step_sizes: [0.1]}
        """;

    public TrainedRuns()
    {
        foreach (var experiment in ExperimentFile.Parse(Yaml, "x.yaml", []))
        {
            _ = SmallRun.Run(Folder, experiment).Compare(experiment);
        }
    }

    public string Folder { get; } = SmallRun.Folder();

    public string Group => Path.Combine(Folder, "group");

    public string Points => Path.Combine(Group, "points");

    public string Grids => Path.Combine(Group, "grids");

    /// <summary>Both agents in two tasks of point navigation.</summary>
    public ViewRequest Request => new([Points]) { Tasks = 2 };

    public static string Run(string experiment, string algorithm) => Path.Combine(experiment, algorithm, "seed-1");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
