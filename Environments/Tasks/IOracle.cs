using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>Exact values of the tasks of a family.</summary>
public interface IOracle
{
    /// <summary>Highest expected undiscounted return of one episode for an agent that knows the task, [N].</summary>
    Tensor OptimalReturn(TaskBatch tasks);
}
