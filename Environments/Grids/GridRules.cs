using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>A layout under some dynamics: where steps lead, and whether the goal of a task can be reached.</summary>
internal sealed class GridRules
{
    private const int Stay = 0;

    private readonly int _solvedWithin;

    /// <param name="family">Name of the family.</param>
    /// <param name="layout">Its cells.</param>
    /// <param name="dynamics">What happens to an action before it moves the agent.</param>
    /// <param name="horizon">Steps within which every task can be solved; null where it may take any number.</param>
    public GridRules(string family, GridLayout layout, GridDynamics dynamics, int? horizon)
    {
        if (horizon < layout.LeastHorizon)
        {
            throw new ArgumentException(
                $"The horizon of {layout.Width} × {layout.Height} cells must be at least {layout.LeastHorizon},"
                + $" but is {horizon}.",
                nameof(horizon));
        }

        (Family, Layout, Dynamics, _solvedWithin) = (family, layout, dynamics, horizon ?? int.MaxValue);
        Parameters = [.. layout.Parameters, .. dynamics.Parameters(layout.Width)];
        if (Parameters.Count == 0)
        {
            throw new ArgumentException("All tasks are the same; set slip, wind or remap.", nameof(dynamics));
        }
    }

    public string Family { get; }

    public GridLayout Layout { get; }

    public GridDynamics Dynamics { get; }

    public IReadOnlyList<TaskParameter> Parameters { get; }

    /// <summary>The default task.</summary>
    public GridTask Standard()
    {
        var task = new GridTask();
        Layout.AddStandard(task);
        Dynamics.AddStandard(task, Layout.Width);
        return task;
    }

    /// <summary>Why there is no such task, in one line; null where there is.</summary>
    public string? Fault(GridTask task)
    {
        if ((Layout.Fault(task) ?? Dynamics.Fault(task)) is { } fault)
        {
            return fault;
        }

        var map = Layout.Map(task);
        return StepsToSolve(map, Landings(map, task)) switch
        {
            null => $"No way leads to the goal in a task of '{Family}'.",
            var steps when steps > _solvedWithin =>
                $"The goal must be reachable within the horizon of {_solvedWithin} steps,"
                + $" but takes {steps} in a task of '{Family}'.",
            _ => null,
        };
    }

    // Fewest steps after which the task can be solved, breadth first.
    // A slip leads nowhere that a move does not, so it is left out.
    private int? StepsToSolve(GridMap map, int[] landings)
    {
        var steps = new int[Layout.Cells * Layout.Phases];
        var open = new Queue<int>([map.Start]);
        steps[map.Start] = 1;
        while (open.TryDequeue(out var state))
        {
            for (var action = 0; action < Dynamics.Actions; action++)
            {
                var (to, arrival) = Arrive(map, landings, state, Move(action));
                if (arrival.Solves)
                {
                    return steps[state];
                }

                if (!arrival.Terminal && steps[to] == 0)
                {
                    steps[to] = steps[state] + 1;
                    open.Enqueue(to);
                }
            }
        }

        return null;
    }

    /// <summary>Where a move leads, by <see cref="Landings"/>, and what happens there.</summary>
    public (int State, Arrival Arrival) Arrive(GridMap map, int[] landings, int state, int move)
    {
        var cells = map.Kinds.Count;
        var cell = landings[(state % cells * GridDynamics.Moves.Count) + move];
        var arrival = Layout.Enter(map.Kinds[cell], state / cells);
        return ((arrival.Phase * cells) + (arrival.Restarts ? map.Start : cell), arrival);
    }

    /// <summary>Cell where each move ends, wind included: [cell · moves + move].</summary>
    public int[] Landings(GridMap map, GridTask task)
    {
        var landings = new int[map.Kinds.Count * GridDynamics.Moves.Count];
        var (wind, direction) = Dynamics.Wind
            ? (task["wind"], (int)task.Number("wind_direction"))
            : (new double[Layout.Width], 0);
        for (var cell = 0; cell < map.Kinds.Count; cell++)
        {
            var strength = (int)wind[cell % Layout.Width];
            for (var move = 0; move < GridDynamics.Moves.Count; move++)
            {
                var at = Push(map, cell, GridDynamics.Moves[move]);
                for (var push = 0; push < strength; push++)
                {
                    at = Push(map, at, (0, direction));
                }

                landings[(cell * GridDynamics.Moves.Count) + move] = at;
            }
        }

        return landings;
    }

    private int Push(GridMap map, int cell, (int X, int Y) by)
    {
        var x = Math.Clamp((cell % Layout.Width) + by.X, 0, Layout.Width - 1);
        var y = Math.Clamp((cell / Layout.Width) + by.Y, 0, Layout.Height - 1);
        var to = (y * Layout.Width) + x;
        return map.Kinds[to] == CellKind.Wall ? cell : to;
    }

    /// <summary>The move that an action means in a task.</summary>
    public int Meaning(GridTask task, int action) => Move(Dynamics.Remap ? (int)task["controls"][action] : action);

    /// <summary>The move of an action, where nothing permutes the actions.</summary>
    public int Move(int action) => Dynamics.Stay ? action : action + 1;

    /// <summary>The move itself, a quarter turn to its right, a quarter turn to its left.</summary>
    public static int Turned(int move, int outcome) => move == Stay ? Stay : outcome switch
    {
        0 => move,
        1 => (move % 4) + 1,
        _ => ((move + 2) % 4) + 1,
    };
}
