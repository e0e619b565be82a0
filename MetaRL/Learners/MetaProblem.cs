using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>What weights are judged by after the last update.</summary>
public enum MetaGoal
{
    /// <summary>
    /// The return that they earn; its gradient is that of the score function, so the way of acting must have one.
    /// </summary>
    Return,

    /// <summary>A small loss of the inner loop on their own rollout.</summary>
    InnerLoss,
}

/// <summary>What every learner of an experiment is given.</summary>
/// <param name="Source">Where training tasks come from.</param>
/// <param name="Adaptation">What happens inside a task.</param>
/// <param name="Budget">How much data a meta-iteration has.</param>
/// <param name="Placement">Where and in what it is computed.</param>
public sealed record MetaProblem(TaskSource Source, Adaptation Adaptation, Budget Budget, Placement Placement)
{
    /// <summary>What weights are judged by after adapting.</summary>
    public MetaGoal Goal { get; init; } = MetaGoal.Return;

    /// <summary>What is added to the loss after adapting.</summary>
    public IReadOnlyList<IObjectiveTerm> Terms { get; init; } = [];

    /// <summary>Told of the phases of a meta-iteration where one is timed; else null.</summary>
    public PhaseClock? Clock { get; init; }

    /// <summary>Who computes the sums over a meta-iteration's tasks; null where this process does.</summary>
    public IShards? Shards { get; init; }

    /// <summary>The training tasks of one meta-iteration.</summary>
    /// <param name="key">Stream of the draw.</param>
    /// <param name="level">Level of the curriculum.</param>
    public TaskBatch SampleTasks(RngKey key, int level) => (Source.Tasks is { } own
            ? Source.Family.Batch(own)
            : Source.Family.Sample(key, Budget.Tasks, TaskSplit.Train, Source.Curriculum.Share(level)))
        .To(Placement.Device, Placement.Dtype);
}

/// <summary>Where training tasks come from.</summary>
/// <param name="Family">Their family.</param>
/// <param name="Curriculum">How they spread; null for all of them from the start.</param>
public sealed record TaskSource(TaskFamily Family, Curriculum? Curriculum = null)
{
    /// <summary>How they spread.</summary>
    public Curriculum Curriculum { get; init; } = Curriculum ?? Curriculum.None;

    /// <summary>The tasks of every meta-iteration; null where each draws new ones.</summary>
    public TaskSet? Tasks { get; init; }
}

/// <summary>What happens inside a task.</summary>
/// <param name="Policy">The architecture.</param>
/// <param name="Inner">How weights change.</param>
/// <param name="Updates">K, inner updates during training.</param>
/// <param name="Restarts">
/// Whether an environment starts another episode after a terminated one, within the horizon's steps.
/// </param>
public sealed record Adaptation(IPolicy Policy, IInnerLoop Inner, int Updates, bool Restarts = false);

/// <summary>How much data a meta-iteration has.</summary>
/// <param name="Tasks">N.</param>
/// <param name="Envs">E, episodes in each task and round.</param>
public sealed record Budget(int Tasks, int Envs);

/// <summary>Where and in what something is computed.</summary>
/// <param name="Chunks">How tasks are spread over threads.</param>
/// <param name="Device">Device.</param>
/// <param name="Dtype">Floating-point type.</param>
public sealed record Placement(TaskChunks Chunks, Device Device, ScalarType Dtype = ScalarType.Float32)
{
    /// <summary>
    /// Trials of a policy with a memory that a CPU's thread takes at once: products with the weights of fewer rows are
    /// slower than two threads are faster.
    /// </summary>
    public int TrialsPerChunk { get; init; } = 32;

    /// <summary>
    /// Bytes of this process's tensors up to which autograd's graphs are kept for the next product; those that would be
    /// more are made anew each time.
    /// </summary>
    public long Memory { get; init; } = long.MaxValue;
}
