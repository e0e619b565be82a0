using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>What a meta-learner wants of the weights after the last update.</summary>
public enum MetaGoal
{
    /// <summary>The return that they earn; its gradient is that of the score function, so the way of acting must have one.</summary>
    Return,

    /// <summary>A small loss of the inner loop on their own rollout.</summary>
    InnerLoss,
}

/// <summary>What every learner of an experiment is given: the tasks, the architecture, the way of adapting and the budget.</summary>
/// <param name="Family">Where the tasks come from.</param>
/// <param name="Policy">The architecture.</param>
/// <param name="Inner">How weights change inside a task.</param>
/// <param name="Tasks">N, tasks in a meta-iteration.</param>
/// <param name="Envs">E, episodes in each task and round.</param>
/// <param name="Updates">K, inner updates during training.</param>
/// <param name="Chunks">How tasks are spread over threads.</param>
/// <param name="Device">Where everything is computed.</param>
/// <param name="Dtype">In which floating-point type.</param>
/// <param name="Restarts">Whether an environment starts another episode after a terminated one, within the horizon's steps.</param>
/// <param name="EntropyBonus">β, weight of the unadapted policy's mean entropy in the meta-objective; nats⁻¹.</param>
/// <param name="SamplingCredit">Whether the meta-gradient credits the policies of earlier rounds with the adapted return: <see cref="EarlierRounds"/>.</param>
/// <param name="InnerKl">η, weight of how far the policies of earlier rounds go from those that gathered the data; nats⁻¹.</param>
/// <param name="Curriculum">How the training tasks spread; all of them from the start by default.</param>
/// <param name="Goal">What shall be best after adapting.</param>
public sealed record MetaProblem(
    TaskFamily Family, IPolicy Policy, IInnerLoop Inner, int Tasks, int Envs, int Updates, TaskChunks Chunks,
    Device Device, ScalarType Dtype = ScalarType.Float32, bool Restarts = false,
    double EntropyBonus = 0, Curriculum? Curriculum = null, bool SamplingCredit = false, double InnerKl = 0,
    MetaGoal Goal = MetaGoal.Return)
{
    /// <summary>The training tasks of one meta-iteration.</summary>
    /// <param name="key">Stream of the draw.</param>
    /// <param name="level">Level of the curriculum.</param>
    public TaskBatch SampleTasks(RngKey key, int level) =>
        Family.Sample(key, Tasks, TaskSplit.Train, (Curriculum ?? Curriculum.None).Share(level)).To(Device, Dtype);
}
