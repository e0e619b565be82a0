namespace MetaRL.Environments.Grids;

/// <summary>FrozenLake whose holes and slip vary; the holes are not seen.</summary>
/// <remarks>
/// Gymnasium's FrozenLake-v1 is the default task: the map "4x4", slip ⅔, 100 steps; drawn maps are as its
/// generate_random_map: each cell is a hole with the same probability, drawn again until some way leads to the goal.
/// </remarks>
/// <param name="size">Cells along one side.</param>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="observation">How an agent sees its cell.</param>
/// <param name="holeProbability">Of each cell but start and goal, in [0, 1).</param>
/// <param name="dynamics">By default slip alone, and no action to stay.</param>
public sealed class SlipperyGrid(
    int size = 4, int horizon = 100, CellObservation observation = CellObservation.Position,
    double holeProbability = 0.2,
    GridDynamics? dynamics = null)
    : Gridworld("slippery-grid", new FrozenLake(size, holeProbability, observation), dynamics ?? Standards, horizon)
{
    private static readonly GridDynamics Standards = new(Stay: false, Slip: true);

    /// <summary>Of each cell but start and goal.</summary>
    public double HoleProbability => holeProbability;

    public override string Definition =>
        "up, right, down, left; perpendicular with probability slip / 2 each; edges clip; reward = 1 at the goal, 0"
        + " elsewhere; terminated "
        + "at the goal and in holes; start (0, 0), goal in the far corner. FrozenLake-v1 of Gymnasium.";
}
