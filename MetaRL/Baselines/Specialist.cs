using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Baselines;

/// <summary>
/// An agent that trains a policy for each task it is put into until that stops improving, and then acts with it.
/// </summary>
/// <param name="Training">How.</param>
public sealed record SpecialistAgentSettings(SpecialistSettings Training) : LearnerSettings
{
    public override bool Trains => false;

    public override bool Adapts => false;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new Untrained(
            _ => Untrained.NoWeights(), (_, _, updates) => new Specialist(Training, updates, problem.Placement.Chunks));
}

/// <summary><see cref="SpecialistTraining"/> as an agent; every round is the same policy's.</summary>
/// <param name="settings">How it trains.</param>
/// <param name="updates">Rounds after the first.</param>
/// <param name="chunks">How tasks are spread over threads.</param>
public sealed class Specialist(SpecialistSettings settings, int updates, TaskChunks chunks) : IInspectableAgent
{
    public TaskKnowledge Knowledge => TaskKnowledge.More;

    public IEnumerable<Rollout> Adapt(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, IAdaptationObserver? observer = null)
    {
        var training = new SpecialistTraining(family, settings, chunks);
        observer?.BeginPrivateEpisodes();
        using var trained = training.Train(key.For("training"), tasks);
        observer?.EndPrivateEpisodes();
        for (var round = 0; round <= updates; round++)
        {
            AgentSnapshot.Tell(observer, () => new AgentSnapshot(
                round, (now, state) => Outputs(family, now, state, training, trained.Weights)));
            yield return Round(key.At(round), family, tasks, envs, training, trained.Weights);
        }
    }

    private static PolicyOutputs Outputs(
        TaskFamily family, TaskBatch tasks, Tensor state, SpecialistTraining training, Tensor weights) => new(
        family.Actions is Discrete discrete
            ? discrete.Encode(training.Act(weights, family.Observe(tasks, state)), weights.dtype)
            : null);

    private static Rollout Round(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, SpecialistTraining training, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var none = zeros([family.Horizon, tasks.Count, envs, 0], tasks.Dtype, tasks.Device);
        var noise = RolloutNoise.Draw(key, family, tasks, envs, restarts: false, none);
        var rollout = Collector.Collect(family, tasks, (observation, _) => training.Act(weights, observation), noise);
        scope.Detach(rollout.Tensors);
        return rollout;
    }
}
