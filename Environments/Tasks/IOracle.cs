using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>Exact values of the tasks of a family.</summary>
public interface IOracle
{
    /// <summary>Highest expected undiscounted return of one episode for an agent that knows the task, [N].</summary>
    Tensor OptimalReturn(TaskBatch tasks);

    /// <summary>
    /// What an agent can return at best that knows only how tasks are drawn and remembers what it saw; null where
    /// nothing is known of it.
    /// </summary>
    /// <param name="prior">Split that the hidden task comes from.</param>
    /// <param name="episodes">Consecutive episodes in one task.</param>
    BayesOptimum? BayesOptimum(TaskSplit prior, int episodes) => null;
}

/// <summary>The highest expected sum of returns without being told the task, or bounds on it.</summary>
/// <param name="Returns">
/// Expected return of each episode under the best policy that is known; a lower bound in their sum.
/// </param>
/// <param name="Most">What no policy exceeds in all episodes together.</param>
public sealed record BayesOptimum(IReadOnlyList<double> Returns, double Most)
{
    /// <summary>Whether the policy is optimal, but for rounding.</summary>
    public bool IsExact => Most - Returns.Sum() < 1e-9 * Math.Max(1, Math.Abs(Most));
}
