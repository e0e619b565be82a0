using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>Exact values of the tasks of a family.</summary>
public interface IOracle
{
    /// <summary>Highest expected undiscounted return of one episode for an agent that knows the task, [N].</summary>
    Tensor OptimalReturn(TaskBatch tasks);

    /// <summary>
    /// Highest expected return of each episode for an agent that knows only how tasks are drawn and remembers what it
    /// saw.
    /// </summary>
    /// <param name="prior">Split that the hidden task comes from.</param>
    /// <param name="episodes">Consecutive episodes in one task.</param>
    /// <returns>
    /// Expected returns of the policy that maximises their sum; null where they cannot be computed exactly.
    /// </returns>
    IReadOnlyList<double>? BayesOptimalReturns(TaskSplit prior, int episodes) => null;
}
