using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>Acts with the same weights in every round: what an agent that never adapts looks like.</summary>
/// <param name="policy">The architecture.</param>
/// <param name="theta">θ.</param>
/// <param name="updates">Rounds after the first.</param>
/// <param name="seen">The family as the policy sees it; by default as it is.</param>
public sealed class FixedPolicy(IPolicy policy, Params theta, int updates, Func<TaskFamily, TaskFamily>? seen = null)
    : IInspectableAgent
{
    public TaskKnowledge Knowledge => seen is null ? TaskKnowledge.OwnEpisodes : TaskKnowledge.More;

    public IEnumerable<Rollout> Adapt(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, IAdaptationObserver? observer = null)
    {
        var view = seen?.Invoke(family) ?? family;
        for (var round = 0; round <= updates; round++)
        {
            AgentSnapshot.Tell(observer, () => new AgentSnapshot(
                round, PolicySnapshot.Of(policy, theta.Broadcast(tasks.Count), int.MaxValue, view)));
            yield return Round(key.At(round), view, tasks, envs);
        }
    }

    private Rollout Round(RngKey key, TaskFamily family, TaskBatch tasks, int envs)
    {
        using var scope = NewDisposeScope();
        var noise = RolloutNoise.Draw(key, family, policy, tasks, envs);
        var rollout = Collector.Collect(family, tasks, policy, theta.Broadcast(tasks.Count), noise);
        scope.Detach(rollout.Tensors);
        return rollout;
    }
}
