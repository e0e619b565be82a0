using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>A family in front of another one, to which everything goes that is not overridden.</summary>
/// <param name="hidden">The family.</param>
public abstract class FamilyView(TaskFamily hidden) : TaskFamily(hidden.Tasks)
{
    /// <summary>The family that is seen.</summary>
    protected TaskFamily Hidden { get; private set; } = hidden;

    public override string? Engine => Hidden.Engine;

    public override string? Incidents => Hidden.Incidents;

    public override string Definition => Hidden.Definition;

    public override Space Observations => Hidden.Observations;

    public override Space Actions => Hidden.Actions;

    public override int Horizon => Hidden.Horizon;

    public override int ResetNoise => Hidden.ResetNoise;

    public override int StepNoise => Hidden.StepNoise;

    public override IReadOnlyList<string> StateNames => Hidden.StateNames;

    public override IOracle? Oracle => Hidden.Oracle;

    public override IReadOnlyList<ReferenceAgent> ReferenceAgents => Hidden.ReferenceAgents;

    public override TaskFamily With(IReadOnlyDictionary<string, ParameterDistribution> changed)
    {
        var view = (FamilyView)base.With(changed);
        view.Hidden = Hidden.With(changed);
        return view;
    }

    public override TaskFamily WithoutKernels()
    {
        var view = (FamilyView)base.WithoutKernels();
        view.Hidden = Hidden.WithoutKernels();
        return view;
    }

    public override TaskBatch Batch(TaskSet tasks) => Hidden.Batch(tasks);

    public override long? StateValues(TaskBatch tasks) => Hidden.StateValues(tasks);

    public override Tensor Reset(TaskBatch tasks, Tensor noise) => Hidden.Reset(tasks, noise);

    public override Tensor Observe(TaskBatch tasks, Tensor state) => Hidden.Observe(tasks, state);

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise) =>
        Hidden.Step(tasks, state, action, noise);

    public override Transition StepAlive(Tensor alive, TaskBatch tasks, Tensor state, Tensor action, Tensor noise) =>
        Hidden.StepAlive(alive, tasks, state, action, noise);

    public override Func<TaskBatch, Tensor, Tensor>? TrainingRewards => Hidden.TrainingRewards is { } rewards
        ? (tasks, after) => rewards(tasks, after.narrow(-1, 0, ((Box)Hidden.Observations).Size))
        : null;

    public override Tensor TaskFeatures(TaskBatch tasks) => Hidden.TaskFeatures(tasks);
}
