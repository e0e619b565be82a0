using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>
/// Rooms at odd coordinates, joined by a random spanning tree and some more openings, inside a ring of walls.
/// </summary>
/// <param name="size">Cells along one side, odd.</param>
/// <param name="view">
/// Cells along one side of the view, odd; null where <paramref name="observation"/> is seen instead.
/// </param>
/// <param name="openings">Probability that a wall between two rooms that the tree leaves standing is opened.</param>
/// <param name="observation">How an agent without a view sees its cell.</param>
internal sealed class MazeLayout(int size, int? view, double openings, CellObservation observation)
    : GridLayout(size, size, observation)
{
    private const double GoalReward = 10; // gymnax, MetaMaze

    private static readonly (int X, int Y)[] Sides = [(0, 2), (2, 0), (0, -2), (-2, 0)];

    // A tree over the rooms is at most a path through all of them, two steps from one to the next.
    public override int LeastHorizon => (Width - 1) / 2 * ((Width - 1) / 2) * 2;

    public override IReadOnlyList<TaskParameter> Parameters { get; } =
    [
        new("walls", "0 free, 1 wall", 0, new(0, 1), new(0, 1))
        {
            Shape = [size * size], Rule = new(0, 1), Drawn = "random maze in one piece",
        },
        .. Place("goal", (size - 2, size - 2), size, size),
    ];

    public override Space Observations => view is { } side ? new Box(side * side, 0, 1) : base.Observations;

    public override bool ObservesOneHot => view is null && base.ObservesOneHot;

    /// <summary>Nothing but the ring of walls, the goal in the far corner.</summary>
    public override void AddStandard(GridTask task)
    {
        task["walls"] =
            [.. Enumerable.Range(0, Cells).Select(cell => IsRing(cell % Width) || IsRing(cell / Width) ? 1.0 : 0.0)];
        task.Place("goal", Cell(Width - 2, Width - 2), Width);
    }

    public override void AddDrawn(GridTask task, Philox draws)
    {
        var walls = Enumerable.Repeat(1.0, Cells).ToArray();
        Carve(walls, draws);
        Open(walls, draws);
        task["walls"] = walls;
        var free = Enumerable.Range(0, Cells).Where(cell => walls[cell] == 0 && cell != Start).ToArray();
        task.Place("goal", free[draws.Below(free.Length)], Width);
    }

    public override string? Fault(GridTask task)
    {
        var walls = task["walls"];
        return Array.Exists(walls, wall => wall is not 0 and not 1) ? "The parameter 'walls' must hold zeros and ones."
            : task.FaultOfPlace("goal") is { } fault ? fault
            : walls[Start] > 0 ? "The parameter 'walls' must be 0 at the start, the cell (1, 1)."
            : walls[task.Cell("goal", Width)] > 0 ? "The goal must not be in a wall."
            : task.Cell("goal", Width) == Start ? "The goal must not be the start, the cell (1, 1)."
            : null;
    }

    public override GridMap Map(GridTask task)
    {
        var kinds = task["walls"].Select(wall => wall > 0 ? CellKind.Wall : CellKind.Free).ToArray();
        kinds[task.Cell("goal", Width)] = CellKind.Goal;
        return new GridMap(kinds, Start);
    }

    public override Arrival Enter(CellKind kind, int phase) => kind == CellKind.Goal
        ? new Arrival(phase, GoalReward, Solves: true, Restarts: true)
        : new Arrival(phase, 0);

    /// <summary>
    /// One number for each cell of the view, row by row from below left: 1 for a wall and beyond the edge, else 0.
    /// </summary>
    public override Tensor Features(IReadOnlyList<GridMap> maps)
    {
        if (view is not { } side)
        {
            return base.Features(maps);
        }

        var seen = new double[maps.Count * Cells * side * side];
        var index = 0;
        foreach (var map in maps)
        {
            for (var cell = 0; cell < Cells; cell++)
            {
                for (var dy = -(side / 2); dy <= side / 2; dy++)
                {
                    for (var dx = -(side / 2); dx <= side / 2; dx++)
                    {
                        seen[index++] = IsWall(map, (cell % Width) + dx, (cell / Width) + dy) ? 1 : 0;
                    }
                }
            }
        }

        return tensor(seen, [maps.Count, Cells, side * side]);
    }

    public override Tensor TaskFeatures(TaskBatch tasks) => cat([tasks["walls"], DescribePlace(tasks, "goal")], -1);

    private int Start => Cell(1, 1);

    private int Cell(int x, int y) => (y * Width) + x;

    private bool IsRing(int coordinate) => coordinate == 0 || coordinate == Width - 1;

    private bool IsInside(int x, int y) => x > 0 && y > 0 && x < Width - 1 && y < Width - 1;

    private bool IsWall(GridMap map, int x, int y) =>
        x < 0 || y < 0 || x >= Width || y >= Width || map.Kinds[Cell(x, y)] == CellKind.Wall;

    // Depth first from the start: to a random room not yet carved, through the wall between; back where there is none.
    private void Carve(double[] walls, Philox draws)
    {
        var way = new Stack<(int X, int Y)>([(1, 1)]);
        walls[Start] = 0;
        while (way.TryPeek(out var room))
        {
            var uncarved = Sides.Where(side => IsInside(room.X + side.X, room.Y + side.Y)
                && walls[Cell(room.X + side.X, room.Y + side.Y)] > 0).ToArray();
            if (uncarved.Length == 0)
            {
                way.Pop();
                continue;
            }

            var (x, y) = uncarved[draws.Below(uncarved.Length)];
            walls[Cell(room.X + (x / 2), room.Y + (y / 2))] = 0;
            walls[Cell(room.X + x, room.Y + y)] = 0;
            way.Push((room.X + x, room.Y + y));
        }
    }

    // Walls between two rooms have one odd and one even coordinate.
    private void Open(double[] walls, Philox draws)
    {
        for (var cell = 0; cell < walls.Length; cell++)
        {
            if (
                IsInside(cell % Width, cell / Width) && ((cell % Width) + (cell / Width)) % 2 == 1
                    && draws.Unit() < openings)
            {
                walls[cell] = 0;
            }
        }
    }
}
