using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;

namespace MetaRL.Agents.Adaptation;

/// <summary>What an environment's episode is played by, beside what was learnt across tasks.</summary>
public enum TaskKnowledge
{
    /// <summary>The environment's own episodes in the rounds before.</summary>
    OwnEpisodes,

    /// <summary>Those of all environments of the task.</summary>
    EpisodesOfTheTask,

    /// <summary>More: the task itself, or episodes that are no rounds.</summary>
    More,
}

/// <summary>An agent that acts in unknown tasks and adapts to them.</summary>
public interface IAdaptiveAgent
{
    /// <summary>What it has to tell a task by.</summary>
    TaskKnowledge Knowledge { get; }

    /// <summary>Acts in N tasks round after round, learning between the rounds.</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks, on the device and in the type to compute in.</param>
    /// <param name="envs">E, episodes in each task and round.</param>
    /// <returns>
    /// Round 0, before any update, round 1, after the first, ...; each belongs to no dispose scope, the caller disposes
    /// it.
    /// </returns>
    IEnumerable<Rollout> Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs);
}
