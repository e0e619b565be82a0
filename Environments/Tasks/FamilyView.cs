using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>Another family seen in another way: all of it but for what is overridden, and for <see cref="TaskFamily.Aside"/>, which is the view itself.</summary>
/// <param name="hidden">The family.</param>
public abstract class FamilyView(TaskFamily hidden) : TaskFamily
{
    public override string Name => hidden.Name;

    public override string Definition => hidden.Definition;

    public override IReadOnlyList<TaskParameter> Parameters => hidden.Parameters;

    public override Space Observations => hidden.Observations;

    public override Space Actions => hidden.Actions;

    public override int Horizon => hidden.Horizon;

    public override int ResetNoise => hidden.ResetNoise;

    public override int StepNoise => hidden.StepNoise;

    public override IReadOnlyList<string> TaskSets => hidden.TaskSets;

    public override IReadOnlyList<TaskSplit> Splits => hidden.Splits;

    public override IOracle? Oracle => hidden.Oracle;

    public override IReadOnlyList<ReferenceAgent> ReferenceAgents => hidden.ReferenceAgents;

    public override IReadOnlyList<string> StateNames => hidden.StateNames;

    public override int? CountTasks(TaskSplit split) => hidden.CountTasks(split);

    public override long? StateValues(TaskBatch tasks) => hidden.StateValues(tasks);

    public override Tensor Reset(TaskBatch tasks, Tensor noise) => hidden.Reset(tasks, noise);

    public override Tensor Observe(TaskBatch tasks, Tensor state) => hidden.Observe(tasks, state);

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise) =>
        hidden.Step(tasks, state, action, noise);

    public override Tensor TaskFeatures(TaskBatch tasks) => hidden.TaskFeatures(tasks);

    public override TaskSet SampleSet(RngKey key, int tasks, TaskSplit split, double share = 1) => hidden.SampleSet(key, tasks, split, share);

    public override TaskSet Standard(int tasks) => hidden.Standard(tasks);

    public override TaskBatch Batch(TaskSet tasks) => hidden.Batch(tasks);
}
