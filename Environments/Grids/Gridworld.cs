using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>A layout of cells under some dynamics, as tables.</summary>
/// <remarks>
/// One step: the action's meaning after the task's permutation; with probability slip a move perpendicular to it instead, half of
/// it to either side; then the wind of the column that the step started in, up or down; walls and the edge stop both, cell by cell.
/// Only the cell where the step ends is entered. Staying cannot slip, but the wind blows.
/// A task can be solved: some actions lead to the goal within an episode with positive probability. Layouts and dynamics without
/// such a way are drawn again, each attempt from a key of its own.
/// </remarks>
public abstract class Gridworld : TabularFamily
{
    private const int MostAttempts = 10_000;
    private const int Stay = 0;

    // stay, up, right, down, left as (Δx, Δy)
    private static readonly (int X, int Y)[] Moves = [(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)];

    private readonly GridLayout _layout;
    private readonly int _horizon;

    /// <summary>Steps within which sampled and created tasks can be solved.</summary>
    private readonly int _solvedWithin;

    private protected Gridworld(GridLayout layout, GridDynamics dynamics, int horizon, bool solvableWithinHorizon = true)
    {
        if (solvableWithinHorizon && horizon < layout.LeastHorizon)
        {
            throw new ArgumentException(
                $"The horizon of {layout.Width} × {layout.Height} cells must be at least {layout.LeastHorizon}, but is {horizon}.",
                nameof(horizon));
        }

        (_layout, Dynamics, _horizon) = (layout, dynamics, horizon);
        _solvedWithin = solvableWithinHorizon ? horizon : int.MaxValue;
        Parameters = [.. layout.Parameters, .. dynamics.Parameters(layout.Width)];
        if (Parameters.Count == 0)
        {
            throw new ArgumentException("All tasks are the same; set slip, wind or remap.", nameof(dynamics));
        }
    }

    /// <summary>What happens to an action before it moves the agent.</summary>
    public GridDynamics Dynamics { get; }

    /// <summary>Cells along a row.</summary>
    public int Columns => _layout.Width;

    /// <summary>Cells along a column.</summary>
    public int Rows => _layout.Height;

    public sealed override IReadOnlyList<TaskParameter> Parameters { get; }

    public sealed override Space Observations => _layout.Observations;

    public sealed override Space Actions => new Discrete(Dynamics.Actions);

    public sealed override int Horizon => _horizon;

    /// <summary>Only the slip is drawn from an interval that can be spread over evenly or left.</summary>
    public override IReadOnlyList<TaskSplit> Splits => Dynamics.Slip ? base.Splits : [TaskSplit.Train, TaskSplit.Test];

    protected sealed override int Outcomes => Dynamics.Slip ? 3 : 1;

    /// <summary>The cells of each of N tasks, wherever the tasks are; the state of phase p in cell c is p · cells + c.</summary>
    public IReadOnlyList<GridMap> Maps(TaskBatch tasks) => [.. GridTask.Of(tasks.ToSet()).Select(_layout.Map)];

    /// <summary>The direction (Δx, Δy) that an action means, where nothing permutes the actions.</summary>
    public (int X, int Y) Direction(int action) => Moves[Move(action)];

    /// <summary>The layout, the slip, the wind per column in [−1, 1], and per action a one for its meaning: [N, D].</summary>
    public sealed override Tensor TaskFeatures(TaskBatch tasks)
    {
        var parts = new List<Tensor>();
        if (_layout.TaskFeatures(tasks) is { } layout)
        {
            parts.Add(layout);
        }

        if (Dynamics.Slip)
        {
            parts.Add(tasks["slip"].unsqueeze(-1));
        }

        if (Dynamics.Wind)
        {
            parts.Add(tasks["wind"].mul(1.0 / GridDynamics.StrongestWind) * tasks["wind_direction"].unsqueeze(-1));
        }

        if (Dynamics.Remap)
        {
            var actions = arange(Dynamics.Actions, dtype: tasks.Dtype, device: tasks.Device);
            parts.Add(tasks["controls"].unsqueeze(-1).eq(actions).to_type(tasks.Dtype).flatten(1));
        }

        return cat([.. parts], -1);
    }

    public sealed override TaskSet Standard(int tasks)
    {
        var task = new GridTask();
        _layout.AddStandard(task);
        Dynamics.AddStandard(task, _layout.Width);
        return GridTask.ToSet(Parameters, [.. Enumerable.Repeat(task, tasks)]);
    }

    protected override TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share) => Draw(key, tasks, split, share, null);

    /// <param name="key">Stream of the draw; every task and every attempt has a key of its own below it.</param>
    /// <param name="tasks">N.</param>
    /// <param name="split">Where the slip comes from.</param>
    /// <param name="share">Of the distribution: the probability that a task is drawn, else it is the default one.</param>
    /// <param name="given">Parameters of the N tasks that are not drawn again; null where all are.</param>
    private protected TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share, TaskSet? given)
    {
        var standard = GridTask.Of(Standard(1))[0];
        var slip = Dynamics.Slip ? DrawOne(Parameter("slip"), key, tasks, split, share).Numbers : [];
        var fixedRows = given is null ? [] : GridTask.Of(given);
        var rows = new GridTask[tasks];
        for (var index = 0; index < tasks; index++)
        {
            var own = key.For("grid").At(index);
            var isDrawn = new Philox(own.For("level")).Unit() < share;
            for (var attempt = 0; rows[index] is null; attempt++)
            {
                var task = new GridTask();
                var draws = new Philox(own.At(attempt));
                _layout.AddDrawn(task, draws);
                Dynamics.AddDrawn(task, _layout.Width, draws);
                foreach (var parameter in Parameters)
                {
                    var name = parameter.Name;
                    task[name] = name == "slip" ? [slip[index]]
                        : Adopt(parameter, !isDrawn ? standard[name] : given?.Names.Contains(name) == true ? fixedRows[index][name] : task[name]);
                }

                if (Fault(task) is not { } fault)
                {
                    rows[index] = task;
                }
                else if (attempt == MostAttempts)
                {
                    throw new TaskParameterException($"None of {MostAttempts} draws of '{Name}' can be a task; the last one: {fault}");
                }
            }
        }

        return GridTask.ToSet(Parameters, rows);
    }

    protected sealed override Tables Build(TaskBatch tasks)
    {
        var rows = GridTask.Of(tasks.ToSet());
        if (rows.Select(Fault).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            throw new TaskParameterException(fault);
        }

        var maps = rows.Select(_layout.Map).ToArray();
        var (states, actions, outcomes) = (_layout.Cells * _layout.Phases, Dynamics.Actions, Outcomes);
        var size = rows.Length * states * actions * outcomes;
        var (next, probability, reward, terminal) = (new long[size], new double[size], new double[size], new bool[size]);
        var entry = 0;
        for (var task = 0; task < rows.Length; task++)
        {
            var landings = Landings(maps[task], rows[task]);
            var meanings = Enumerable.Range(0, actions).Select(action => Meaning(rows[task], action)).ToArray();
            var slip = Dynamics.Slip ? rows[task].Number("slip") : 0;
            for (var state = 0; state < states; state++)
            {
                for (var action = 0; action < actions; action++)
                {
                    for (var outcome = 0; outcome < outcomes; outcome++, entry++)
                    {
                        var move = Turned(meanings[action], outcome);
                        var (to, arrival) = Arrive(maps[task], landings, state, move);
                        next[entry] = to;
                        probability[entry] = outcome == 0 ? 1 - slip : slip / 2;
                        reward[entry] = arrival.Reward;
                        terminal[entry] = arrival.Terminal;
                    }
                }
            }
        }

        long[] shape = [rows.Length, states, actions, outcomes];
        return new Tables(
            tensor(next, shape), tensor(probability, shape), tensor(reward, shape), tensor(terminal, shape),
            tensor(maps.Select(map => (long)map.Start).ToArray()), _layout.Features(maps));
    }

    // A value that an experiment has fixed, else the one drawn.
    private double[] Adopt(TaskParameter parameter, double[] drawn) => Distributions[parameter.Name] switch
    {
        var own when own.Equals(parameter.Distribution) => drawn,
        FixedValue { Value: var value } => [.. Enumerable.Repeat(value, drawn.Length)],
        _ => throw new TaskParameterException(
            $"The parameter '{parameter.Name}' of '{Name}' is drawn with the whole grid: it can be fixed to a value, but not drawn otherwise."),
    };

    // Why there is no such task, in one line; null where there is.
    private string? Fault(GridTask task)
    {
        if ((_layout.Fault(task) ?? Dynamics.Fault(task)) is { } fault)
        {
            return fault;
        }

        var map = _layout.Map(task);
        return StepsToSolve(map, Landings(map, task)) switch
        {
            null => $"No way leads to the goal in a task of '{Name}'.",
            var steps when steps > _solvedWithin =>
                $"The goal must be reachable within the horizon of {_solvedWithin} steps, but takes {steps} in a task of '{Name}'.",
            _ => null,
        };
    }

    // Fewest steps after which the task can be solved, breadth first. A slip leads nowhere that a move does not, so it is left out.
    private int? StepsToSolve(GridMap map, int[] landings)
    {
        var steps = new int[_layout.Cells * _layout.Phases];
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

    private (int State, Arrival Arrival) Arrive(GridMap map, int[] landings, int state, int move)
    {
        var cells = map.Kinds.Count;
        var cell = landings[(state % cells * Moves.Length) + move];
        var arrival = _layout.Enter(map.Kinds[cell], state / cells);
        return ((arrival.Phase * cells) + (arrival.Restarts ? map.Start : cell), arrival);
    }

    // Cell where each move ends, wind included: [cell · moves + move].
    private int[] Landings(GridMap map, GridTask task)
    {
        var landings = new int[map.Kinds.Count * Moves.Length];
        var (wind, direction) = Dynamics.Wind ? (task["wind"], (int)task.Number("wind_direction")) : (new double[_layout.Width], 0);
        for (var cell = 0; cell < map.Kinds.Count; cell++)
        {
            var strength = (int)wind[cell % _layout.Width];
            for (var move = 0; move < Moves.Length; move++)
            {
                var at = Push(map, cell, Moves[move]);
                for (var push = 0; push < strength; push++)
                {
                    at = Push(map, at, (0, direction));
                }

                landings[(cell * Moves.Length) + move] = at;
            }
        }

        return landings;
    }

    private int Push(GridMap map, int cell, (int X, int Y) by)
    {
        var x = Math.Clamp((cell % _layout.Width) + by.X, 0, _layout.Width - 1);
        var y = Math.Clamp((cell / _layout.Width) + by.Y, 0, _layout.Height - 1);
        var to = (y * _layout.Width) + x;
        return map.Kinds[to] == CellKind.Wall ? cell : to;
    }

    private int Meaning(GridTask task, int action) => Move(Dynamics.Remap ? (int)task["controls"][action] : action);

    private int Move(int action) => Dynamics.Stay ? action : action + 1;

    // The move itself, a quarter turn to its right, a quarter turn to its left.
    private static int Turned(int move, int outcome) => move == Stay ? Stay : outcome switch
    {
        0 => move,
        1 => (move % 4) + 1,
        _ => ((move + 2) % 4) + 1,
    };
}
