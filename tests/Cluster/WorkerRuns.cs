using MetaRL.Runs;
using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Cluster;

/// <summary>Runs of a small experiment that were trained in this process, to compare others with.</summary>
public class WorkerRuns : IDisposable
{
    private const string Yaml =
        """
        name: small
        family: {name: point-navigation}
        seeds: [1, 2]
        algorithms: {maml: {}}
        training: {iterations: 16, tasks: 4, envs_per_task: 4, checkpoint_every_iterations: 1}
        evaluation: {tasks: 4, envs_per_task: 2}
        compute: {threads: 1}

        """;

    public WorkerRuns()
        : this(Yaml)
    {
    }

    protected WorkerRuns(string yaml)
    {
        File.WriteAllText(Experiment, yaml);
        Invocation.Succeeds("train", Experiment, "--output", Path.Combine(Folder, "here"));
    }

    /// <summary>Where everything lies.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("metarl workers ").FullName;

    /// <summary>The experiment file: runs of a few seconds each.</summary>
    public string Experiment => Path.Combine(Folder, "small.yaml");

    /// <summary>A new folder for what is trained elsewhere.</summary>
    public string NewOutput() => Path.Combine(Folder, Path.GetRandomFileName());

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until a run has a checkpoint of some iteration.</summary>
    public static void WaitForCheckpoint(string output, int seed, int iteration)
    {
        var file = Path.Combine(
            RunOf(output, seed), "checkpoints", FormattableString.Invariant($"iteration-{iteration:D6}.safetensors"));
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(file) || Beyond(output, seed, iteration), TimeSpan.FromMinutes(1)),
            $"There is no {file}.");
    }

    /// <summary>Asserts that all files but those that say where and how fast are the same, byte for byte.</summary>
    public void AssertSame(string output)
    {
        var runs = Runs(Path.Combine(Folder, "here"));
        Assert.NotEmpty(runs);
        Assert.Equal(runs, Runs(output));
        foreach (var run in runs)
        {
            var (here, there) = (Path.Combine(Folder, "here", run), Path.Combine(output, run));
            var names = Names(here);
            Assert.True(names.Length > 1, "There is no checkpoint.");
            Assert.Equal(names, Names(there));
            Assert.All(names, name => Assert.True(
                File.ReadAllBytes(Path.Combine(here, name)).SequenceEqual(File.ReadAllBytes(Path.Combine(there, name))),
                Path.Combine(run, name)));
            Assert.Equal(Columns(here), Columns(there));
        }
    }

    // Below an output
    private static string[] Runs(string output) =>
    [
        .. Directory.GetDirectories(output, "seed-*", SearchOption.AllDirectories)
            .Select(run => Path.GetRelativePath(output, run)).Order(StringComparer.Ordinal),
    ];

    private static bool Beyond(string output, int seed, int iteration) =>
        MetricsTable.Read(RunDirectory.MetricsOf(RunOf(output, seed))).Rows.Count > iteration + 4;

    private static string RunOf(string output, int seed) =>
        Path.Combine(output, "small", "maml", FormattableString.Invariant($"seed-{seed}"));

    private static string[] Names(string run) =>
    [
        .. Directory.GetFiles(run, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(run, file))
            .Where(name => name.StartsWith("checkpoints", StringComparison.Ordinal) || name == "config.yaml").Order(),
    ];

    private static IEnumerable<IReadOnlyList<double>> Columns(string run)
    {
        var table = MetricsTable.Read(RunDirectory.MetricsOf(run));
        return table.Columns.Where(column => column != "seconds").Select(column => table[column]);
    }
}
