using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>
/// Actions drawn uniformly from the action space in every round: the lower end of a normalised return.
/// </summary>
/// <param name="updates">Rounds after the first.</param>
public sealed class RandomActions(int updates = 0) : IAdaptiveAgent
{
    public TaskKnowledge Knowledge => TaskKnowledge.OwnEpisodes;

    public IEnumerable<Rollout> Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs)
    {
        for (var round = 0; round <= updates; round++)
        {
            yield return Round(key.At(round), family, tasks, envs);
        }
    }

    private static Rollout Round(RngKey key, TaskFamily family, TaskBatch tasks, int envs)
    {
        using var scope = NewDisposeScope();
        long[] lead = [family.Horizon, tasks.Count, envs];
        var actions = family.Actions switch
        {
            Discrete space => key.For("actions").Uniform(lead, tasks.Device, ScalarType.Float64)
                .mul(space.Count).to_type(ScalarType.Int64),
            Box space when double.IsFinite(space.Low) && double.IsFinite(space.High) =>
                key.For("actions").Uniform([.. lead, space.Size], tasks.Device, tasks.Dtype)
                    .mul(space.High - space.Low).add(space.Low),
            var space => throw new NotSupportedException(
                $"There are no uniformly random actions in a {space}: it is unbounded."),
        };
        var rollout = Collector.Collect(
            family, tasks, RolloutNoise.Draw(key, family, tasks, envs, restarts: false, actions));
        scope.Detach(rollout.Tensors);
        return rollout;
    }
}
