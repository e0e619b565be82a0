using MetaRL.Configuration;
using MetaRL.Evaluation.Statistics;
using MetaRL.Learners;
using MetaRL.Runs;

namespace MetaRL.Tests.Runs;

/// <summary>Listens and says nothing.</summary>
internal class Silent : IRunObserver
{
    public void TrainingStarted(TrainingRun run, long iteration)
    {
    }

    public virtual void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed)
    {
    }

    public void TrainingEnded(TrainingRun run, long iteration, bool complete)
    {
    }

    public virtual void TrainingSpecialists(Experiment experiment, int generation)
    {
    }

    public void Evaluating(TrainingRun run)
    {
    }

    public void Evaluated(TrainingRun run)
    {
    }

    public virtual void Compared(string experiment, IReadOnlyList<Comparison> comparisons, string directory)
    {
    }
}
