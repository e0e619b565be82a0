using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Baselines;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Experiments;

/// <summary>An entry of an experiment's algorithms, built.</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Iterations">Meta-iterations that it trains for.</param>
/// <param name="Adapts">Whether it has an inner step size to search for.</param>
public sealed record Algorithm(IMetaLearner Learner, int Iterations, bool Adapts)
{
    /// <summary>Builds one entry for one device.</summary>
    public static Algorithm Build(Experiment experiment, AlgorithmSettings settings, Device device)
    {
        var training = experiment.Training;
        var problem = new MetaProblem(
            experiment.Family, BuildPolicy(experiment.Family, experiment.Policy),
            new PolicyGradient(experiment.Inner.PolicyGradient), training.Tasks, training.EnvsPerTask, experiment.Inner.Updates,
            new TaskChunks(experiment.Compute.ChunkTasks, experiment.Compute.Threads), device,
            Restarts: training.Restart, EntropyBonus: training.EntropyBonus, Curriculum: training.Curriculum);
        IOuterOptimizer outer = settings.Outer switch
        {
            TrpoSettings trpo => new Trpo(trpo),
            AdamSettings adam => new Adam(adam),
            _ => throw new ArgumentException($"There is no outer optimiser for {settings.Outer.GetType().Name}.", nameof(settings)),
        };
        return settings.Kind switch
        {
            AlgorithmKind.Maml => new(new Maml(problem, settings.Order, outer), training.Iterations, Adapts: true),
            AlgorithmKind.MultiTask => new(MultiTask.Create(problem, outer), training.Iterations, Adapts: true),
            AlgorithmKind.Random => new(new Maml(problem, GradientOrder.First, outer), Iterations: 0, Adapts: true),
            AlgorithmKind.Oracle => new(
                new ToldTheTask(problem, family => BuildPolicy(family, experiment.Policy), outer), training.Iterations, Adapts: false),
            _ => throw new ArgumentException($"There is no algorithm '{settings.Kind}'.", nameof(settings)),
        };
    }

    /// <summary>The architecture that fits a family's spaces.</summary>
    public static IPolicy BuildPolicy(TaskFamily family, PolicySettings settings)
    {
        var observations = ((Box)family.Observations).Size;
        return family.Actions switch
        {
            Box actions => new GaussianPolicy(observations, actions.Size, settings.Hidden, settings.Activation, settings.InitialStd),
            Discrete actions => new CategoricalPolicy(observations, actions.Count, settings.Hidden, settings.Activation),
            var actions => throw new NotSupportedException($"There is no policy for actions of {actions}."),
        };
    }
}
