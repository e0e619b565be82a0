using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;

namespace MetaRL.Agents.Adaptation;

/// <summary>An agent that can be asked what it thinks while it is at work.</summary>
public interface IInspectableAgent : IAdaptiveAgent
{
    /// <summary>As <see cref="IAdaptiveAgent.Adapt"/>; what it thinks is shown whenever it has changed.</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks, on the device and in the type to compute in.</param>
    /// <param name="envs">E, episodes in each task and round.</param>
    /// <param name="look">
    /// Called before every round, and by agents that learn while they act after every step too; a snapshot and all that is computed from it
    /// are valid until the call returns. It changes nothing that the agent does. Null where nobody looks.
    /// </param>
    /// <returns>The same rounds.</returns>
    IEnumerable<Rollout> Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs, Action<AgentSnapshot>? look);

    IEnumerable<Rollout> IAdaptiveAgent.Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs) =>
        Adapt(key, family, tasks, envs, look: null);
}
