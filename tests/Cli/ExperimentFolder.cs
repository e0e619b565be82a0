namespace MetaRL.Tests.Cli;

/// <summary>A new folder with one experiment file that runs for a moment.</summary>
internal sealed class ExperimentFolder : IDisposable
{
    public ExperimentFolder(string extra = "")
    {
        File.WriteAllText(
            Config,
            $$$"""
            name: tiny
            family: {name: point-navigation, horizon: 5}
            policy: {hidden: [4]}
            inner: {updates: 1}
            training: {iterations: 2, tasks: 2, envs_per_task: 2}
            algorithms: {maml: {}, random: {}}
            evaluation: {tasks: 6, envs_per_task: 2, updates: 1, step_sizes: [0.1]}
            {{{extra}}}
            """);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("metarl test ").FullName;

    public string Config => System.IO.Path.Combine(Path, "tiny.yaml");

    public string Runs => System.IO.Path.Combine(Path, "runs");

    public string Run(params string[] parts) => System.IO.Path.Combine([Runs, "tiny", .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
