namespace MetaRL.Environments.Grids;

/// <summary>A random maze that the agent sees a few cells of, with a goal that it does not see.</summary>
/// <remarks>
/// As MetaMaze of gymnax (Lange 2022), after Miconi et al. 2018: 9 × 9 cells, view 3 × 3, reward 10 at the goal, 200
/// steps, and an episode goes on after the goal. Differs from gymnax: mazes are drawn by randomised depth-first search,
/// so that every room can be reached; after the goal the agent is put back to the start and not to a random cell; the
/// observation is the view alone. The goal is not in the view: it is found once and then remembered.
/// </remarks>
/// <param name="size">Cells along one side, odd and at least 5.</param>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="view">
/// Cells along one side of the view, 3 or 5; null for the cell itself as <paramref name="observation"/>.
/// </param>
/// <param name="openings">Probability that a wall between two rooms that the tree leaves standing is opened.</param>
/// <param name="observation">How an agent without a view sees its cell.</param>
/// <param name="dynamics">By default undisturbed moves, without staying.</param>
public sealed class Maze(
    int size = 9, int horizon = 200, int? view = 3, double openings = 0.1,
    CellObservation observation = CellObservation.Position, GridDynamics? dynamics = null)
    : Gridworld("maze", new MazeLayout(Odd(size), Odd(view), openings, observation), dynamics ?? Standards, horizon)
{
    private static readonly GridDynamics Standards = new(Stay: false);

    /// <summary>Probability that a wall between two rooms that the tree leaves standing is opened.</summary>
    public double Openings => openings;

    public override string Definition =>
        "up, right, down, left; walls stop; reward = 10 at the goal and back to the start, 0 elsewhere; never"
        + " terminated; start (1, 1). "
        + "Mazes by randomised depth-first search; rewards and sizes of MetaMaze, gymnax (Lange 2022).";

    private static int Odd(int size) => size >= 5 && size % 2 == 1
        ? size
        : throw new ArgumentException($"The size of a maze must be odd and at least 5, but is {size}.", nameof(size));

    private static int? Odd(int? view) => view is null or 3 or 5
        ? view
        : throw new ArgumentException($"The view of a maze must be 3 or 5, but is {view}.", nameof(view));
}
