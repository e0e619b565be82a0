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
            experiment.Family, Architectures.Of(experiment.Inner.Loop, experiment.Family, experiment.Policy),
            experiment.Inner.Loop.Create(), training.Tasks, training.EnvsPerTask, experiment.Inner.Updates,
            new TaskChunks(experiment.Compute.ChunkTasks, experiment.Compute.Threads), device,
            Restarts: training.Restart, EntropyBonus: training.EntropyBonus, Curriculum: training.Curriculum, Goal: training.Goal);
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
                new ToldTheTask(
                    Architectures.WithoutInnerLoop(problem, experiment.Inner.Loop), family => BuildPolicy(family, experiment.Policy), outer),
                training.Iterations, Adapts: false),
            AlgorithmKind.RlSquared => new(
                new RlSquared(problem, BuildRecurrentPolicy(experiment, settings.RlSquared!), settings.RlSquared!),
                training.Iterations, Adapts: false),
            _ => throw new ArgumentException($"There is no algorithm '{settings.Kind}'.", nameof(settings)),
        };
    }

    /// <summary>The architecture that fits a family's spaces.</summary>
    public static IPolicy BuildPolicy(TaskFamily family, PolicySettings settings) =>
        BuildPolicy(((Box)family.Observations).Size, family.Actions, settings);

    private static IPolicy BuildPolicy(int inputs, Space actions, PolicySettings settings) => actions switch
    {
        Box box => new GaussianPolicy(inputs, box.Size, settings.Hidden, settings.Activation, settings.InitialStd),
        Discrete discrete => new CategoricalPolicy(inputs, discrete.Count, settings.Hidden, settings.Activation),
        _ => throw new NotSupportedException($"There is no policy for actions of {actions}."),
    };

    // Its action distribution is one linear layer on the GRU's state.
    private static RecurrentPolicy BuildRecurrentPolicy(Experiment experiment, RlSquaredSettings settings)
    {
        var (observations, actions) = (((Box)experiment.Family.Observations).Size, experiment.Family.Actions);
        var head = BuildPolicy(settings.Hidden, actions, experiment.Policy with { Hidden = [] });
        return new RecurrentPolicy(observations, actions, settings.Hidden, settings.Layers, head);
    }
}
