using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>A layout of cells under some dynamics, as tables.</summary>
/// <remarks>
/// One step: the action's meaning after the task's permutation; with probability slip a move perpendicular to it
/// instead, half of it to either side; then the wind of the column that the step started in, up or down; walls and the
/// edge stop both, cell by cell. Only the cell where the step ends is entered. Staying cannot slip, but the wind blows.
/// A task can be solved: some actions lead to the goal within an episode with positive probability. Layouts and
/// dynamics without such a way are drawn again, each attempt from a key of its own.
/// </remarks>
public abstract class Gridworld : TabularFamily
{
    private readonly GridRules _rules;
    private readonly GridLayout _layout;
    private readonly int _horizon;

    private protected Gridworld(GridTasks tasks, int horizon)
        : base(tasks) => (_rules, _layout, _horizon) = (tasks.Rules, tasks.Rules.Layout, horizon);

    private protected Gridworld(string name, GridLayout layout, GridDynamics dynamics, int horizon)
        : this(new GridTasks(new GridRules(name, layout, dynamics, horizon)), horizon)
    {
    }

    /// <summary>What happens to an action before it moves the agent.</summary>
    public GridDynamics Dynamics => _rules.Dynamics;

    /// <summary>Cells along a row.</summary>
    public int Columns => _layout.Width;

    /// <summary>Cells along a column.</summary>
    public int Rows => _layout.Height;

    public sealed override IOracle Oracle => new GridOracle(this);

    public sealed override Space Observations => _layout.Observations;

    public sealed override bool ObservesOneHot => _layout.ObservesOneHot;

    public sealed override Space Actions => new Discrete(Dynamics.Actions);

    public sealed override int Horizon => _horizon;

    protected sealed override int Outcomes => Dynamics.Slip ? 3 : 1;

    /// <summary>
    /// The cells of each of N tasks, wherever the tasks are; the state of phase p in cell c is p · cells + c.
    /// </summary>
    public IReadOnlyList<GridMap> Maps(TaskBatch tasks) => [.. GridTask.Of(tasks.ToSet()).Select(_layout.Map)];

    /// <summary>
    /// The grid with the goals of a split, for <see cref="GoalSearch"/>; null where something else is hidden too, where
    /// the goal ends the episode, or where goals are not equally likely or too many.
    /// </summary>
    internal HiddenGoal? HiddenGoal(TaskSplit goals)
    {
        if (_layout is not OpenGrid { GoalVaries: true, Rewards: { EndsAtGoal: false } rewards }
            || Tasks is not ListedTasks tasks
            || Dynamics is not { AreFixed: true, Stay: true }
            || Tasks.Parameters.Any(Tasks.IsChanged)
            || tasks.Of(goals) is not { Count: <= GoalSearch.MostGoals } possible)
        {
            return null;
        }

        var map = _layout.Map(possible[0]);
        var next = _rules.Landings(map, possible[0]).Select(cell => (long)cell).Chunk(Dynamics.Actions).ToArray();
        return new HiddenGoal(
            next, map.Start, [.. possible.Select(task => task.Cell("goal", Columns))], Horizon, rewards);
    }

    /// <summary>The direction (Δx, Δy) that an action means, where nothing permutes the actions.</summary>
    public (int X, int Y) Direction(int action) => GridDynamics.Moves[_rules.Move(action)];

    /// <summary>
    /// The layout, the slip, the wind per column in [−1, 1], and per action a one for its meaning: [N, D].
    /// </summary>
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

    protected sealed override Tables Build(TaskBatch tasks)
    {
        var rows = GridTask.Of(tasks.ToSet());
        if (rows.Select(_rules.Fault).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            throw new TaskParameterException(fault);
        }

        var maps = rows.Select(_layout.Map).ToArray();
        var (states, actions, outcomes) = (_layout.Cells * _layout.Phases, Dynamics.Actions, Outcomes);
        var size = rows.Length * states * actions * outcomes;
        var (next, terminal) = (new long[size], new bool[size]);
        var (probability, reward) = (new double[size], new double[size]);
        var entry = 0;
        for (var task = 0; task < rows.Length; task++)
        {
            var landings = _rules.Landings(maps[task], rows[task]);
            var meanings = Enumerable.Range(0, actions).Select(action => _rules.Meaning(rows[task], action)).ToArray();
            var slip = Dynamics.Slip ? rows[task].Number("slip") : 0;
            for (var state = 0; state < states; state++)
            {
                for (var action = 0; action < actions; action++)
                {
                    for (var outcome = 0; outcome < outcomes; outcome++, entry++)
                    {
                        var move = GridRules.Turned(meanings[action], outcome);
                        var (to, arrival) = _rules.Arrive(maps[task], landings, state, move);
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
}
