using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>A family whose observations tell the task: (o, description of the task). What an oracle policy is trained on.</summary>
public sealed class TaskConditioned(TaskFamily hidden) : TaskFamily
{
    private readonly int _descriptionSize = DescriptionSize(hidden);

    public override string Name => hidden.Name;

    public override string Definition => hidden.Definition;

    public override IReadOnlyList<TaskParameter> Parameters => hidden.Parameters;

    public override Space Observations => new Box(((Box)hidden.Observations).Size + _descriptionSize);

    public override Space Actions => hidden.Actions;

    public override int Horizon => hidden.Horizon;

    public override int ResetNoise => hidden.ResetNoise;

    public override int StepNoise => hidden.StepNoise;

    public override IReadOnlyList<string> TaskSets => hidden.TaskSets;

    public override IReadOnlyList<TaskSplit> Splits => hidden.Splits;

    public override IOracle? Oracle => hidden.Oracle;

    public override IReadOnlyList<string> StateNames => hidden.StateNames;

    public override int? CountTasks(TaskSplit split) => hidden.CountTasks(split);

    protected override TaskBatch Draw(RngKey key, int tasks, TaskSplit split, double level) => hidden.Sample(key, tasks, split, level);

    protected override TaskBatch Frozen(string name, int tasks) => hidden.Sample(default, tasks, new TaskSplit(name));

    public override Tensor Reset(TaskBatch tasks, Tensor noise) => hidden.Reset(tasks, noise);

    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        var observation = hidden.Observe(tasks, state);
        return cat([observation, Describe(tasks).unsqueeze(1).expand(-1, observation.size(1), -1)], -1);
    }

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise) =>
        hidden.Step(tasks, state, action, noise);

    public override Tensor Describe(TaskBatch tasks) => hidden.Describe(tasks);

    private static int DescriptionSize(TaskFamily family)
    {
        using var scope = NewDisposeScope();
        return (int)family.Describe(family.Sample(default, 1, TaskSplit.Train)).size(1);
    }
}
