using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>Exact values of grid navigation: for a known goal by dynamic programming, for an unknown one by search.</summary>
public sealed class GridNavigationOracle(GridNavigation family) : IOracle
{
    public Tensor OptimalReturn(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var next = tensor(family.NextCells.SelectMany(cells => cells).ToArray()).view(family.Size * family.Size, -1).to(tasks.Device);
        var onGoal = next.unsqueeze(0).eq(family.GoalCell(tasks).view(-1, 1, 1));
        var reward = onGoal.to_type(tasks.Dtype)
            .mul(GridNavigation.GoalReward - GridNavigation.StepReward).add(GridNavigation.StepReward);
        return FiniteHorizon.OptimalValues(next, reward, family.Horizon).select(1, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Highest expected return per episode for an agent that knows only that the goal is uniform over a split's cells.</summary>
    /// <param name="prior">Split whose goals are equally likely.</param>
    /// <param name="episodes">Consecutive episodes on one goal; the agent returns to the start between them, its memory does not.</param>
    /// <returns>The Bayes-optimal policy's expected return of each episode; their sum is what it maximises.</returns>
    public IReadOnlyList<double> BayesOptimalReturns(TaskSplit prior, int episodes) =>
        new GoalSearch(family.NextCells, [.. family.Goals(prior)], family.Horizon, episodes).ExpectedReturns();
}
