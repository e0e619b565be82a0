using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>Looks for a hidden goal along a given path, and goes straight to it once it is found.</summary>
/// <param name="next">
/// Cell that each action leads to, int64 [cells, A]; of no dispose scope, and disposed with the player.
/// </param>
/// <param name="distances">Steps from each cell to each other, int64 [cells · cells]; likewise.</param>
/// <param name="goals">Whether each cell can be the goal, bool [cells]; likewise.</param>
/// <param name="path">Cells after each step of all episodes while the goal is not found.</param>
/// <param name="start">Cell in which an episode begins.</param>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="tasks">N.</param>
/// <param name="envs">E.</param>
internal sealed class GoalSearchPlayer(
    Tensor next, Tensor distances, Tensor goals, int[] path, int start, int horizon, long tasks, int envs)
    : IReferencePlayer
{
    private const long Nowhere = -1;

    private readonly Tensor _cell = zeros([tasks, envs], ScalarType.Int64).DetachFromDisposeScope();
    private readonly Tensor _found = full([tasks, envs], Nowhere, ScalarType.Int64).DetachFromDisposeScope();
    private readonly Tensor _seen = zeros([tasks, envs, goals.size(0)], ScalarType.Bool).DetachFromDisposeScope();
    private int _steps;

    public Tensor Act(Tensor observation)
    {
        using var scope = NewDisposeScope();
        if (_steps % horizon == 0)
        {
            _cell.fill_(start);
        }

        var search = full([tasks, envs], path[Math.Min(_steps, path.Length - 1)], ScalarType.Int64);
        var target = where(_found >= 0, _found, search).unsqueeze(-1);
        var reached = next.index_select(0, _cell.flatten()).view(tasks, envs, -1);
        var ways = reached.add(target, goals.size(0)); // from where to where, as one number
        return distances.index_select(0, ways.flatten()).view_as(ways).argmin(-1).MoveToOuterDisposeScope();
    }

    public void See(Tensor action, Transition transition)
    {
        using var scope = NewDisposeScope();
        _cell.copy_(transition.State.squeeze(-1));
        _found.copy_(where(transition.Reward > 0, _cell, _found));
        _seen.scatter_(-1, _cell.unsqueeze(-1), ones([tasks, envs, 1], ScalarType.Bool));
        _steps++;
    }

    /// <summary>Uniform over the cells that are not ruled out yet, until the goal is found.</summary>
    public Belief Believe()
    {
        using var scope = NewDisposeScope();
        var found = arange(goals.size(0)).eq(_found.narrow(1, 0, 1));
        return new GoalBelief(GoalPosterior.Of(goals, _seen.select(1, 0), found).data<double>().ToArray());
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { next, distances, goals, _cell, _found, _seen })
        {
            tensor.Dispose();
        }
    }
}
