using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Runs;

/// <summary>An entry of an experiment's algorithms, built.</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Iterations">Meta-iterations that it trains for.</param>
/// <param name="Adapts">Whether it has an inner step size to search for.</param>
public sealed record Algorithm(IMetaLearner Learner, int Iterations, bool Adapts)
{
    /// <summary>Builds one entry for one device.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="settings">One of its algorithms.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="change">What is other about its problem than the experiment says; null for nothing.</param>
    public static Algorithm Build(
        Experiment experiment, AlgorithmSettings settings, Device device,
        Func<MetaProblem, MetaProblem>? change = null) => new(
        settings.Learner.Create(
            (change ?? (problem => problem))(Problem(experiment, device)),
            experiment.Policy),
        settings.Learner.Trains ? experiment.Training.Iterations : 0,
        settings.Learner.Adapts);

    /// <summary>What every learner of an experiment is given.</summary>
    public static MetaProblem Problem(Experiment experiment, Device device)
    {
        var training = experiment.Training;
        var (family, loop) = (experiment.Family, experiment.Inner.Loop);
        return new MetaProblem(
            new TaskSource(family, training.Curriculum),
            new Adaptation(
                loop.CreatePolicy(family, experiment.Policy), loop.Create(), experiment.Inner.Updates,
                training.Restart),
            new Budget(training.Tasks, training.EnvsPerTask),
            new Placement(new TaskChunks(experiment.Compute.ChunkTasks, experiment.Compute.Threads), device)
            {
                Memory = experiment.Compute.Memory,
            })
        {
            Goal = training.Goal,
            Terms = training.EntropyBonus == 0 ? [] : [new EntropyBonus(training.EntropyBonus)],
        };
    }
}
