using MetaRL.Configuration;
using MetaRL.Evaluation.Statistics;
using MetaRL.Learners;

namespace MetaRL.Runs;

/// <summary>Told what a run is doing, to show it; it cannot change anything and hears what it asks for.</summary>
public interface IRunObserver
{
    /// <summary>Training of one algorithm with one seed begins, or goes on at an iteration.</summary>
    void TrainingStarted(TrainingRun run, long iteration)
    {
    }

    /// <summary>One meta-iteration is done.</summary>
    void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed)
    {
    }

    /// <summary>Training ended at an iteration: complete, or stopped with a checkpoint to go on from.</summary>
    void TrainingEnded(TrainingRun run, long iteration, bool complete)
    {
    }

    /// <summary>Specialists of the evaluation tasks are being trained, generation by generation.</summary>
    void TrainingSpecialists(Experiment experiment, int generation)
    {
    }

    /// <summary>A trained agent is being evaluated.</summary>
    void Evaluating(TrainingRun run)
    {
    }

    /// <summary>It is evaluated.</summary>
    void Evaluated(TrainingRun run)
    {
    }

    /// <summary>An experiment's comparisons are written.</summary>
    void Compared(string experiment, IReadOnlyList<Comparison> comparisons, string directory)
    {
    }
}

/// <summary>One algorithm of an experiment with one seed.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Algorithm">One of its algorithms.</param>
/// <param name="Seed">One of its seeds.</param>
/// <param name="Directory">Its run directory.</param>
public sealed record TrainingRun(Experiment Experiment, AlgorithmSettings Algorithm, int Seed, string Directory)
{
    /// <summary>Meta-iterations that it has when it is complete.</summary>
    public int Iterations => Algorithm.Learner.Trains ? Experiment.Training.Iterations : 0;
}
