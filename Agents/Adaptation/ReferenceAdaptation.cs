using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>
/// A published algorithm as an agent: a round is the next episode of each lane, which remembers the episodes before.
/// </summary>
/// <remarks>It computes on the CPU in 64-bit floats, whatever the tasks are on.</remarks>
/// <param name="agent">The algorithm.</param>
/// <param name="updates">Episodes after the first.</param>
public sealed class ReferenceAdaptation(ReferenceAgent agent, int updates) : IInspectableAgent
{
    public TaskKnowledge Knowledge => TaskKnowledge.OwnEpisodes;

    public IEnumerable<Rollout> Adapt(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, IAdaptationObserver? observer = null)
    {
        using var player = agent.Begin(key.For("player"), tasks.Count, envs, updates + 1);
        for (var round = 0; round <= updates; round++)
        {
            void Show() => AgentSnapshot.Tell(
                observer,
                () => new AgentSnapshot(round, Outputs: null)
                {
                    Believe = player.Believe, IsOfFirstEnvironment = true,
                });
            Show();
            yield return Round(key.At(round), family, tasks, envs, player, Show);
        }
    }

    private static Rollout Round(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, IReferencePlayer player, Action changed)
    {
        using var scope = NewDisposeScope();
        var exact = tasks.To(CPU, ScalarType.Float64);
        var none = zeros([family.Horizon, tasks.Count, envs, 0], ScalarType.Float64);
        var rollout = Collector.Collect(
            family, exact, (observation, _) => player.Act(observation),
            RolloutNoise.Draw(key, family, exact, envs, restarts: false, none),
            (action, transition) =>
            {
                player.See(action, transition);
                changed();
            });
        scope.Detach(rollout.Tensors);
        return rollout;
    }
}
