using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>What one step of a family yields, for N tasks and E environments each.</summary>
/// <param name="State">State after the step, [N, E, S].</param>
/// <param name="Reward">[N, E].</param>
/// <param name="Terminated">Whether the task itself ended the episode here, bool [N, E]. Clocks are not the family's matter.</param>
public readonly record struct Transition(Tensor State, Tensor Reward, Tensor Terminated);

/// <summary>A family of Markov decision processes, indexed by its task parameters.</summary>
/// <remarks>
/// Dynamics are pure functions of (task, state, action, noise): all randomness enters as uniform numbers that the caller draws
/// ahead, so that a rollout does not depend on how its tasks are split over threads, and any step can be replayed.
/// Axes are in the order N (task), E (environment), features.
/// Time limits live in the collector, never here.
/// </remarks>
public abstract class TaskFamily
{
    /// <summary>Name in configuration files.</summary>
    public abstract string Name { get; }

    /// <summary>Reward per step and end of an episode in one formula each, and where they were published.</summary>
    public abstract string Definition { get; }

    /// <summary>What differs between tasks.</summary>
    public abstract IReadOnlyList<TaskParameter> Parameters { get; }

    public abstract Space Observations { get; }

    public abstract Space Actions { get; }

    /// <summary>Steps after which the collector truncates an episode.</summary>
    public abstract int Horizon { get; }

    /// <summary>Uniform numbers that one reset of one environment needs.</summary>
    public virtual int ResetNoise => 0;

    /// <summary>Uniform numbers that one step of one environment needs.</summary>
    public virtual int StepNoise => 0;

    /// <summary>Names of the frozen task sets that <see cref="Sample"/> accepts beside <c>train</c> and <c>test</c>.</summary>
    public virtual IReadOnlyList<string> TaskSets => [];

    /// <summary>Exact values of tasks, where they can be had.</summary>
    public virtual IOracle? Oracle => null;

    /// <summary>Draws <paramref name="tasks"/> tasks, in 64-bit floats on the CPU whatever they are used on later.</summary>
    /// <param name="key">Stream that the draw comes from; a frozen task set ignores it.</param>
    /// <param name="tasks">N; a frozen task set must have as many.</param>
    /// <param name="split">Which tasks.</param>
    /// <exception cref="UnknownTaskSplitException">The family has no such split or task set.</exception>
    public abstract TaskBatch Sample(RngKey key, int tasks, TaskSplit split);

    /// <summary>Number of tasks in a split that holds a fixed set of them; null where tasks are drawn from a continuum.</summary>
    public virtual int? CountTasks(TaskSplit split) => null;

    /// <summary>First states, [N, E, S].</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="noise">Uniform [0, 1), [N, E, <see cref="ResetNoise"/>].</param>
    public abstract Tensor Reset(TaskBatch tasks, Tensor noise);

    /// <summary>What the agent sees of <paramref name="state"/> [N, E, S]: [N, E, O].</summary>
    public abstract Tensor Observe(TaskBatch tasks, Tensor state);

    /// <summary>One step of all environments of all tasks.</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="state">[N, E, S].</param>
    /// <param name="action">[N, E, A] where actions are a <see cref="Box"/>, int64 [N, E] where they are <see cref="Discrete"/>.</param>
    /// <param name="noise">Uniform [0, 1), [N, E, <see cref="StepNoise"/>].</param>
    public abstract Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise);

    /// <summary>What an agent that is told the task sees of it, each number of the order of one: [N, D].</summary>
    public abstract Tensor Describe(TaskBatch tasks);

    /// <summary>Says which splits there are instead of <paramref name="split"/>.</summary>
    protected UnknownTaskSplitException Unknown(TaskSplit split) => new(
        $"The family '{Name}' has no task split '{split.Name}'; it has {string.Join(", ", new[] { "train", "test" }.Concat(TaskSets))}.");
}

/// <summary>A task split or frozen task set was asked for that the family lacks.</summary>
public sealed class UnknownTaskSplitException(string message) : ArgumentException(message);
