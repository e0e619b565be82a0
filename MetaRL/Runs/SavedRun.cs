using MetaRL.Checkpoints;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Runs;

/// <summary>A run as its directory tells it, to be looked at and not written.</summary>
/// <param name="Location">The directory.</param>
/// <param name="Experiment">Its experiment.</param>
/// <param name="Algorithm">Its algorithm.</param>
/// <param name="Provenance">Where it comes from, with its seed.</param>
public sealed record SavedRun(
    string Location, Experiment Experiment, AlgorithmSettings Algorithm, Provenance Provenance)
{
    public CheckpointFolder Checkpoints => new(RunDirectory.CheckpointsOf(Location));

    /// <summary>What its checkpoints say that they belong to.</summary>
    public CheckpointOwner Owner => RunConfiguration.OwnerOf(Experiment, Algorithm, Provenance.Seed);

    /// <summary>Reads the directory of a run.</summary>
    /// <exception cref="RunDirectoryException">It is not the directory of a run.</exception>
    /// <exception cref="ConfigurationException">Its configuration breaks a rule of this version.</exception>
    public static SavedRun Read(string location)
    {
        var config = RunDirectory.ConfigurationOf(location);
        if (!File.Exists(config) || Provenance.Read(RunDirectory.ProvenanceOf(location)) is not { } provenance)
        {
            throw new RunDirectoryException(
                $"{location}: This is not the directory of a run; name one such as runs/point-navigation/maml/seed-1.");
        }

        var experiment = ExperimentFile.Load(config, [])[0];
        var algorithm = experiment.Algorithms.FirstOrDefault(entry => entry.Name == provenance.Algorithm)
            ?? throw new RunDirectoryException(
                $"{config}: The configuration has no algorithm '{provenance.Algorithm}'.");
        return new SavedRun(location, experiment, algorithm, provenance);
    }
}
