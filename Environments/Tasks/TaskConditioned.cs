using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>A family whose observations tell the task: (o, description of the task). What an oracle policy is trained on.</summary>
public sealed class TaskConditioned(TaskFamily hidden) : FamilyView(hidden)
{
    private readonly TaskFamily _hidden = hidden;
    private readonly int _descriptionSize = DescriptionSize(hidden);

    public override Space Observations => new Box(((Box)_hidden.Observations).Size + _descriptionSize);

    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        var observation = _hidden.Observe(tasks, state);
        return cat([observation, TaskFeatures(tasks).unsqueeze(1).expand(-1, observation.size(1), -1)], -1);
    }

    private static int DescriptionSize(TaskFamily family)
    {
        using var scope = NewDisposeScope();
        return (int)family.TaskFeatures(family.Sample(default, 1, TaskSplit.Train)).size(1);
    }
}
