namespace MetaRL.Experiments;

/// <summary>Trains, evaluates and compares what an experiment file names, going on where an earlier start was interrupted.</summary>
public sealed class ExperimentRunner
{
}
