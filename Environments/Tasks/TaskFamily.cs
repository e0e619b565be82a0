using System.Numerics;
using MetaRL.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>What one step of a family yields, for N tasks and E environments each.</summary>
/// <param name="State">State after the step, [N, E, S].</param>
/// <param name="Reward">[N, E].</param>
/// <param name="Terminated">
/// Whether the task itself ended the episode here, bool [N, E]. Time limits are the collector's.
/// </param>
public readonly record struct Transition(Tensor State, Tensor Reward, Tensor Terminated)
{
    /// <summary>
    /// The same tensors, owned by the dispose scope around the current one; what a step computed on the way goes.
    /// </summary>
    public Transition MoveToOuterDisposeScope()
    {
        State.MoveToOuterDisposeScope();
        Reward.MoveToOuterDisposeScope();
        Terminated.MoveToOuterDisposeScope();
        return this;
    }
}

/// <summary>A family of Markov decision processes, indexed by its task parameters.</summary>
/// <remarks>
/// Dynamics are pure functions of (task, state, action, noise): all randomness enters as uniform numbers that the
/// caller draws ahead, so that a rollout does not depend on how its tasks are split over threads, and any step can be
/// replayed. Axes are in the order N (task), E (environment), features.
/// Time limits live in the collector, never here.
/// </remarks>
/// <param name="tasks">What tasks there are.</param>
public abstract class TaskFamily(TaskDistribution tasks)
{
    /// <summary>Name in configuration files.</summary>
    public string Name => Tasks.Family;

    /// <summary>What tasks there are and how they are drawn.</summary>
    public TaskDistribution Tasks { get; private set; } = tasks;

    /// <summary>Reward per step and end of an episode in one formula each, and where they were published.</summary>
    public abstract string Definition { get; }

    public abstract Space Observations { get; }

    public abstract Space Actions { get; }

    /// <summary>Steps after which the collector truncates an episode.</summary>
    public abstract int Horizon { get; }

    /// <summary>Uniform numbers that one reset of one environment needs.</summary>
    public virtual int ResetNoise => 0;

    /// <summary>Uniform numbers that one step of one environment needs.</summary>
    public virtual int StepNoise => 0;

    /// <summary>Names of the numbers of a state, in their order.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Best values of tasks, where they can be computed exactly.</summary>
    public virtual IOracle? Oracle => null;

    /// <summary>Published algorithms to compare with, where the family has some.</summary>
    public virtual IReadOnlyList<ReferenceAgent> ReferenceAgents => [];

    /// <summary>The engine that its environments step by, where that is neither libtorch nor our kernels.</summary>
    public virtual string? Engine => null;

    /// <summary>What went wrong in its environments since the program's start, in words; null for nothing.</summary>
    public virtual string? Incidents => null;

    /// <summary>Whether its environments can step by kernels: <see cref="Lanes"/>.</summary>
    public bool UsesKernels { get; private set; } = true;

    /// <summary>The same family, all of whose computations are tensors'.</summary>
    public virtual TaskFamily WithoutKernels()
    {
        var family = (TaskFamily)MemberwiseClone();
        family.UsesKernels = false;
        return family;
    }

    /// <summary>The same family with some parameters drawn in another way.</summary>
    /// <inheritdoc cref="TaskDistribution.With"/>
    public virtual TaskFamily With(IReadOnlyDictionary<string, ParameterDistribution> changed)
    {
        var family = (TaskFamily)MemberwiseClone();
        family.Tasks = Tasks.With(changed);
        return family;
    }

    /// <summary>
    /// Draws <paramref name="tasks"/> tasks, in 64-bit floats on the CPU whatever they are used on later.
    /// </summary>
    /// <inheritdoc cref="TaskDistribution.Sample"/>
    public TaskBatch Sample(RngKey key, int tasks, TaskSplit split, double share = 1) =>
        Batch(Tasks.Sample(key, tasks, split, share));

    /// <inheritdoc cref="TaskDistribution.Create"/>
    public TaskBatch Create(IReadOnlyDictionary<string, Tensor> parameters, int tasks) =>
        Batch(Tasks.Create(parameters.ToDictionary(pair => pair.Key, pair => TaskValues.Of(pair.Value)), tasks));

    /// <summary>Tasks as tensors, in 64-bit floats on the CPU, with what the family computes from them once.</summary>
    /// <exception cref="TaskParameterException">No environment can have these parameters together.</exception>
    public virtual TaskBatch Batch(TaskSet tasks)
    {
        using var scope = NewDisposeScope();
        return Prepare(new TaskBatch(tasks.Names.ToDictionary(name => name, name => tasks[name].ToTensor())))
            .Map(values => values.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Number of values, 0, 1, ..., that each number of a state can have; null where states are real numbers.
    /// </summary>
    public virtual long? StateValues(TaskBatch tasks) => null;

    /// <summary>First states, [N, E, S].</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="noise">Uniform [0, 1), [N, E, <see cref="ResetNoise"/>].</param>
    public abstract Tensor Reset(TaskBatch tasks, Tensor noise);

    /// <summary>What the agent sees of <paramref name="state"/> [N, E, S]: [N, E, O].</summary>
    public abstract Tensor Observe(TaskBatch tasks, Tensor state);

    /// <summary>One step of all environments of all tasks.</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="state">[N, E, S].</param>
    /// <param name="action">
    /// [N, E, A] where actions are a <see cref="Box"/>, int64 [N, E] where they are <see cref="Discrete"/>.
    /// </param>
    /// <param name="noise">Uniform [0, 1), [N, E, <see cref="StepNoise"/>].</param>
    public abstract Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise);

    /// <summary>
    /// <see cref="Step"/> where some episodes have ended: nobody reads what follows in those, so that a family whose
    /// steps are expensive may leave their states as they are.
    /// </summary>
    /// <param name="alive">Whether the episode goes on, bool [N, E].</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="state">[N, E, S].</param>
    /// <param name="action">As of <see cref="Step"/>.</param>
    /// <param name="noise">Uniform [0, 1), [N, E, <see cref="StepNoise"/>].</param>
    public virtual Transition StepAlive(Tensor alive, TaskBatch tasks, Tensor state, Tensor action, Tensor noise) =>
        Step(tasks, state, action, noise);

    /// <summary>
    /// What is maximised across tasks in place of the rewards, where those are too rare to begin with: (N tasks, what
    /// was observed after each step [T, N, E, O]) → [T, N, E]; null where it is the rewards.
    /// </summary>
    /// <remarks>Agents never see it, neither in training nor when they are measured.</remarks>
    public virtual Func<TaskBatch, Tensor, Tensor>? TrainingRewards => null;

    /// <summary>
    /// The environments of all tasks as lanes that step on the memory of the CPU; null where the family has none, where
    /// tasks lie elsewhere or are of other numbers, and without kernels.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="tasks">N tasks, which must outlive the lanes.</param>
    /// <param name="envs">E.</param>
    public LaneSource<T>? Lanes<T>(TaskBatch tasks, int envs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        UsesKernels && tasks.Device.type == DeviceType.CPU
            && tasks.Dtype == (typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64)
            ? LanesOf<T>(tasks, envs)
            : null;

    /// <summary>What an agent that is told the task sees of it, each number of the order of one: [N, D].</summary>
    /// <remarks>
    /// By default (value − centre) / half-width of the training interval, for each parameter that tasks differ in.
    /// </remarks>
    public virtual Tensor TaskFeatures(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var columns = Tasks.Parameters
            .Where(parameter => Width(parameter) > 0)
            .Select(parameter => tasks[parameter.Name].reshape(tasks.Count, -1)
                .sub(Tasks.Distributions[parameter.Name].Support.Low).mul(2 / Width(parameter)).sub(1))
            .ToArray();
        return (columns.Length > 0 ? cat(columns, -1) : zeros([tasks.Count, 0], tasks.Dtype, tasks.Device))
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="Lanes"/>
    protected virtual LaneSource<T>? LanesOf<T>(TaskBatch tasks, int envs)
        where T : unmanaged, IFloatingPointIeee754<T> => null;

    /// <summary>Adds what the family derives from its tasks' parameters once, such as transition tables.</summary>
    protected virtual TaskBatch Prepare(TaskBatch tasks) => tasks;

    private double Width(TaskParameter parameter) =>
        Tasks.Distributions[parameter.Name].Support is var (low, high) ? high - low : 0;
}
