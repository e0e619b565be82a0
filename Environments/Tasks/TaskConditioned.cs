using MetaRL.Kernels;
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

    protected override LaneSource<T>? LanesOf<T>(TaskBatch tasks, int envs)
    {
        if (Hidden.Lanes<T>(tasks, envs) is not { } source)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var (seen, descriptions) = (((Box)Hidden.Observations).Size, HostMemory.Copy<T>(TaskFeatures(tasks)));
        return (first, lanes) => new DescribedSteps<T>(
            source(first, lanes), seen, descriptions, _descriptionSize, envs, first, lanes);
    }

    public override TaskFamily With(IReadOnlyDictionary<string, ParameterDistribution> changed) =>
        new TaskConditioned(Hidden.With(changed));

    private static int DescriptionSize(TaskFamily family)
    {
        using var scope = NewDisposeScope();
        return (int)family.TaskFeatures(family.Sample(default, 1, TaskSplit.Train)).size(1);
    }
}
