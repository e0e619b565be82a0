using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>
/// Values of a grid: of a known task exactly, by dynamic programming; of a goal alone that is hidden, by search.
/// </summary>
internal sealed class GridOracle(Gridworld family) : IOracle
{
    private readonly TabularOracle _known = new(family);

    public Tensor OptimalReturn(TaskBatch tasks) => _known.OptimalReturn(tasks);

    /// <summary>
    /// Null where more than a goal is hidden, or more goals than <see cref="GoalSearch.MostGoals"/> are possible: the
    /// search is over the split's goals alone.
    /// </summary>
    public BayesOptimum? BayesOptimum(TaskSplit prior, int episodes)
    {
        if (family.HiddenGoal(prior) is not { } problem)
        {
            return null;
        }

        var search = new GoalSearch(problem, episodes);
        return new BayesOptimum(search.ExpectedReturns(), search.Most);
    }
}
