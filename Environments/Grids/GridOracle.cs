using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>
/// Exact values of grid navigation: for a known goal by dynamic programming, for an unknown one by search.
/// </summary>
public sealed class GridNavigationOracle(GridNavigation family) : IOracle
{
    private readonly TabularOracle _known = new(family);

    public Tensor OptimalReturn(TaskBatch tasks) => _known.OptimalReturn(tasks);

    /// <summary>
    /// Null where <see cref="GoalSearch"/> does not take the family: the search is over the split's goals alone.
    /// </summary>
    public IReadOnlyList<double>? BayesOptimalReturns(TaskSplit prior, int episodes) =>
        GoalSearch.Takes(family, prior)
            ? new GoalSearch(family.NextCells, [.. family.Goals(prior)], family.Horizon, episodes).ExpectedReturns()
            : null;
}
