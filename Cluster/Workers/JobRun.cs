using System.Text.RegularExpressions;
using MetaRL.Checkpoints;
using MetaRL.Cluster.Messages;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Runs;

namespace MetaRL.Cluster.Workers;

/// <summary>The run of a job in a worker's own folder, read from what the job says and from nothing else.</summary>
/// <param name="Run">The run.</param>
/// <param name="Output">Folder of all experiments.</param>
internal sealed partial record JobRun(TrainingRun Run, string Output)
{
    private const int LongestName = 200;

    /// <summary>Where what specialists reached is kept.</summary>
    public string Specialists => SpecialistFile.PathIn(
        Path.Combine([Output, .. Run.Experiment.Path.Split('/')]), Run.Experiment.Evaluation.Split.Name);

    /// <summary>Why a job is not taken, in one line; null where it is.</summary>
    public static string? Refusal(JobRequest request)
    {
        string[] names = [.. request.Path.Split('/'), request.Algorithm];
        return request.Version != SoftwareVersion.Whole
                ? $"it is version {SoftwareVersion.Whole}, but whoever asks is version {request.Version}; build both"
                  + " from one commit."
            : request.Seed < 0 || !names.All(IsName) || !request.Checkpoints.All(RunFileName.IsCheckpoint)
                ? "the request names no run."
            : null;
    }

    /// <summary>The hash over all settings of a run and its evaluation.</summary>
    public static string HashOf(Experiment experiment, AlgorithmSettings algorithm) =>
        RunConfiguration.WithEvaluation(experiment, algorithm).Hash();

    /// <summary>Reads the run of a request.</summary>
    /// <param name="request">The request, which is not refused.</param>
    /// <param name="output">An empty folder.</param>
    /// <param name="threads">Threads of this worker.</param>
    /// <exception cref="ConfigurationException">Its configuration breaks a rule.</exception>
    /// <returns>The run, or why it is refused.</returns>
    public static (JobRun? Run, string? Refusal) Read(JobRequest request, string output, int threads)
    {
        var seed = FormattableString.Invariant($"seed-{request.Seed}");
        var location = Path.Combine([output, .. request.Path.Split('/'), request.Algorithm, seed]);
        _ = Directory.CreateDirectory(location);
        var config = Path.Combine(location, "config.yaml");
        File.WriteAllText(config, request.Configuration);
        if (request.TaskSet is { } tasks)
        {
            File.WriteAllBytes(Path.Combine(location, TaskSetFile.NameInRun), tasks);
        }

        var read = ExperimentFile.Load(config, [FormattableString.Invariant($"compute.threads={threads}")])[0];
        var experiment = read with { Path = request.Path };
        var algorithm = experiment.Algorithms.FirstOrDefault(one => one.Name == request.Algorithm);
        return algorithm is null || HashOf(experiment, algorithm) != request.Hash
            ? (null, "it reads another configuration from the same text than whoever asks; build both from one commit,"
                + " for machines of one kind.")
            : (new JobRun(new TrainingRun(experiment, algorithm, request.Seed, location), output), null);
    }

    private static bool IsName(string name) => name.Length <= LongestName && Name().IsMatch(name);

    // Of a folder: of an experiment, a point of a sweep or an algorithm.
    [GeneratedRegex(@"\A[^./\\\p{C}][^/\\\p{C}]*\z")]
    private static partial Regex Name();
}
