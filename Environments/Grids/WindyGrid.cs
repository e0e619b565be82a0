namespace MetaRL.Environments.Grids;

/// <summary>A grid whose columns blow the agent up or down, differently in every task.</summary>
/// <remarks>
/// Sutton and Barto 2018, example 6.5: 10 × 7 cells, start (0, 3), goal (7, 3), up, right, down, left, the published
/// wind in the default task. Their episodes have no time limit. On other sizes the goal is seven tenths along the row
/// and the start at its beginning, both halfway up.
/// </remarks>
/// <param name="width">Cells along a row.</param>
/// <param name="height">Cells along a column.</param>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="observation">How an agent sees its cell.</param>
/// <param name="dynamics">By default wind alone, and no action to stay.</param>
public sealed class WindyGrid(
    int width = 10, int height = 7, int horizon = 100, CellObservation observation = CellObservation.Position,
    GridDynamics? dynamics = null)
    : Gridworld(
        "windy-grid",
        new OpenGrid(
            width, height, (0, height / 2), (width * 7 / 10, height / 2), new GoalRewards(-1, -1, EndsAtGoal: true),
            goalVaries: false,
            observation),
        dynamics ?? Standards,
        horizon)
{
    private static readonly GridDynamics Standards = new(Stay: false, Wind: true);

    public override string Definition =>
        "up, right, down, left, then wind[column before the move] cells in the wind's direction; edges clip; reward ="
        + " −1; terminated at "
        + $"the goal; start (0, {height / 2}), goal ({width * 7 / 10}, {height / 2}). Sutton and Barto 2018, example"
        + " 6.5.";
}
