using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>A grid whose goal is known and whose actions mean something else in every task.</summary>
/// <remarks>
/// Lee et al. 2023 (Decision-Pretrained Transformers), Dark Room with permuted actions: 10 × 10 cells, start (0, 0),
/// reward 1 on the goal at every step, 0 elsewhere, 100 steps. Differs from the paper: the goal is the far corner in
/// all tasks, so that nothing but the meaning of the actions is hidden.
/// </remarks>
/// <param name="size">Cells along one side.</param>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="observation">How an agent sees its cell.</param>
/// <param name="dynamics">By default permuted controls alone, with an action to stay.</param>
public sealed class RemappedGrid(
    int size = 10, int horizon = 100, CellObservation observation = CellObservation.Position,
    GridDynamics? dynamics = null)
    : Gridworld(Known(size, horizon, observation, dynamics ?? Standards), horizon)
{
    private static readonly GridDynamics Standards = new(Remap: true);

    public override string Definition =>
        "controls[action] of stay, up, right, down, left; edges clip; reward = 1 on the goal, 0 elsewhere; never"
        + " terminated; "
        + "start (0, 0), goal in the far corner. Lee et al. 2023 (DPT), Dark Room with permuted actions.";

    private static GridTasks Known(int size, int horizon, CellObservation observation, GridDynamics dynamics)
    {
        var layout = new OpenGrid(
            size, size, (0, 0), (size - 1, size - 1), new GoalRewards(1, 0, EndsAtGoal: false), goalVaries: false,
            observation);
        return new GridTasks(
            new GridRules("remapped-grid", layout, dynamics, horizon),
            dynamics is { Remap: true, Slip: false, Wind: false }
                ? [AllControls(dynamics.Actions), TaskDistribution.StandardSet]
                : null);
    }

    // Every permutation once, in lexical order: 120, or 24 without staying; where nothing else varies.
    private static FrozenTaskSet AllControls(int actions)
    {
        var all = Permutations([.. Enumerable.Range(0, actions)]).ToArray();
        return new FrozenTaskSet("all-controls", all.Length, _ => new TaskSet(new Dictionary<string, TaskValues>
        {
            ["controls"] = new(
                [all.Length, actions], [.. all.SelectMany(order => order).Select(action => (double)action)]),
        }));
    }

    /// <summary>Every order of some items, in lexical order of their places.</summary>
    internal static IEnumerable<int[]> Permutations(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(
            first => Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
