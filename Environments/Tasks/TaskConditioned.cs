using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>
/// A family whose observations tell the task: (o, description of the task). What an oracle policy is trained on.
/// </summary>
public sealed class TaskConditioned(TaskFamily hidden) : FamilyView(hidden)
{
    private readonly int _descriptionSize = DescriptionSize(hidden);

    public override Space Observations => new Box(((Box)Hidden.Observations).Size + _descriptionSize);

    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        var observation = Hidden.Observe(tasks, state);
        return cat([observation, TaskFeatures(tasks).unsqueeze(1).expand(-1, observation.size(1), -1)], -1);
    }

    public override TaskFamily With(IReadOnlyDictionary<string, ParameterDistribution> changed) =>
        new TaskConditioned(Hidden.With(changed));

    private static int DescriptionSize(TaskFamily family)
    {
        using var scope = NewDisposeScope();
        return (int)family.TaskFeatures(family.Sample(default, 1, TaskSplit.Train)).size(1);
    }
}
