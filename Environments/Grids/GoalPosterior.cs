using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>What can be known of the hidden goal of a grid, by Bayes' rule: exactly.</summary>
/// <remarks>
/// Goals are equally likely before anything is seen, and a step onto a cell tells whether it is the goal. So the
/// posterior is uniform over the goals that have not been stepped on, until one is found.
/// </remarks>
public sealed class GoalPosterior
{
    private readonly bool[] _isGoal; // of each cell

    private GoalPosterior(bool[] isGoal) => _isGoal = isGoal;

    /// <summary>Cells that can be the goal.</summary>
    public IReadOnlyList<int> Goals => [.. Enumerable.Range(0, _isGoal.Length).Where(cell => _isGoal[cell])];

    /// <summary>Null where a family hides more than a goal, or one that ends episodes.</summary>
    /// <param name="family">The grid.</param>
    /// <param name="prior">Split that the hidden goal comes from.</param>
    public static GoalPosterior? Of(Gridworld family, TaskSplit prior)
    {
        if (family.HiddenGoal(prior) is not { } problem)
        {
            return null;
        }

        var isGoal = new bool[problem.Next.Length];
        foreach (var goal in problem.Goals)
        {
            isGoal[goal] = true;
        }

        return new GoalPosterior(isGoal);
    }

    /// <summary>The probability of each cell after every step.</summary>
    /// <param name="cells">Cell after each step of all episodes so far, int64 [T, N].</param>
    /// <param name="goals">The goal of each task, int64 [N].</param>
    /// <returns>float64 [T, N, cells], one in sum over the cells.</returns>
    public Tensor After(Tensor cells, Tensor goals)
    {
        using var scope = NewDisposeScope();
        var visited = zeros([.. cells.shape, _isGoal.Length], ScalarType.Float64)
            .scatter_(-1, cells.unsqueeze(-1), ones([.. cells.shape, 1], ScalarType.Float64)).cumsum(0).gt(0);
        var found = visited.logical_and(arange(_isGoal.Length).eq(goals.unsqueeze(-1)));
        return Of(tensor(_isGoal), visited, found).MoveToOuterDisposeScope();
    }

    /// <summary>The posterior of one lane, or of several.</summary>
    /// <param name="possible">Whether a cell can be the goal, bool [cells].</param>
    /// <param name="visited">Whether it has been stepped on, bool [..., cells].</param>
    /// <param name="found">Whether it has turned out to be the goal, bool [..., cells].</param>
    /// <returns>float64 [..., cells].</returns>
    internal static Tensor Of(Tensor possible, Tensor visited, Tensor found)
    {
        var open = possible.logical_and(visited.logical_not());
        var likely = where(found.any(-1, keepdim: true), found, open).to_type(ScalarType.Float64);
        return likely.div(likely.sum(-1, keepdim: true).clamp_min(1));
    }
}
