using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;

namespace MetaRL.Agents.Adaptation;

/// <summary>An agent whose policy, values and belief can be observed while it adapts.</summary>
public interface IInspectableAgent : IAdaptiveAgent
{
    /// <summary>As <see cref="IAdaptiveAgent.Adapt"/>; a snapshot is shown whenever the agent has changed.</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks, on the device and in the type to compute in.</param>
    /// <param name="envs">E, episodes in each task and round.</param>
    /// <param name="observer">Shown the snapshots, and told which episodes are private; may be null.</param>
    /// <returns>The same rounds.</returns>
    IEnumerable<Rollout> Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs, IAdaptationObserver? observer);

    IEnumerable<Rollout> IAdaptiveAgent.Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs) =>
        Adapt(key, family, tasks, envs, observer: null);
}
