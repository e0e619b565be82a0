using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>How an agent sees its cell.</summary>
public enum CellObservation
{
    /// <summary>(x, y), each scaled to [−1, 1].</summary>
    Position,

    /// <summary>A one for the cell, zeros elsewhere.</summary>
    OneHot,
}

/// <summary>A square grid with one invisible rewarding cell: GridNavi.</summary>
/// <remarks>
/// Zintgraf et al. 2020 (VariBAD), section 5.1. Actions: stay, up, right, down, left; walls clip; start (0, 0);
/// rₜ = 1 on the goal after the step, −0.1 elsewhere; nothing terminates; goals are uniform over the cells that are not
/// within one step, diagonals included, of the start (21 of the 25). All of them are
/// training and test tasks, as published, unless <paramref name="heldOutGoals"/> of them, every fourth in row-major order, are kept
/// from training, as Dorfman, Shenfeld, Tamar 2021 (BOReL) keep 5. A learner then rightly comes to believe that the goal is never there.
/// </remarks>
public sealed class GridNavigation(
    int size = 5, int horizon = 15, CellObservation observation = CellObservation.Position, int heldOutGoals = 0,
    GridDynamics? dynamics = null)
    : Gridworld(
        new OpenGrid(
            size, size, (0, 0), (size - 1, size - 1), new GoalRewards(GoalReward, StepReward, EndsAtGoal: false), goalVaries: true,
            observation),
        dynamics ?? Standards,
        horizon,
        solvableWithinHorizon: false)
{
    /// <summary>Undisturbed moves, with an action to stay.</summary>
    public static readonly GridDynamics Standards = new();

    /// <summary>Reward of a step that ends on the goal.</summary>
    public const double GoalReward = 1.0;

    /// <summary>Reward of a step that ends anywhere else.</summary>
    public const double StepReward = -0.1;

    // stay, up, right, down, left as (Δx, Δy)
    private static readonly (int X, int Y)[] Moves = [(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)];

    public override string Name => "grid-navigation";

    public override string Definition =>
        "stay, up, right, down, left; walls clip; reward = 1 on the goal, −0.1 elsewhere; never terminated; start (0, 0). "
        + "Zintgraf et al. 2020 (VariBAD), section 5.1.";

    public override IReadOnlyList<string> TaskSets => ["all-goals"];

    public override IOracle Oracle => new GridNavigationOracle(this);

    public override IReadOnlyList<ReferenceAgent> ReferenceAgents => GridNavigationAgents.Of(this);

    /// <summary>Cells along one side.</summary>
    public int Size => size;

    /// <summary>Index of the cell that an action leads to: [cell][action], cells counted as y · size + x.</summary>
    internal long[][] NextCells { get; } =
    [
        .. from cell in Enumerable.Range(0, size * size)
           select Moves.Select(move => (long)(
               Math.Clamp((cell / size) + move.Y, 0, size - 1) * size + Math.Clamp((cell % size) + move.X, 0, size - 1))).ToArray(),
    ];

    internal bool DrawsGoalsUniformly =>
        Parameters.Where(parameter => parameter.Name is "goal_x" or "goal_y").All(parameter => Distributions[parameter.Name].Equals(parameter.Distribution));

    /// <summary>Cells that can be the goal in a split, in row-major order.</summary>
    public IReadOnlyList<int> Goals(TaskSplit split)
    {
        var all = Enumerable.Range(0, size * size).Where(cell => cell / size > 1 || cell % size > 1).ToArray();
        var heldOut = all.Where((_, index) => index % 4 == 2).Take(heldOutGoals).ToArray();
        return split.Name switch
        {
            "all-goals" => all,
            "train" or "interpolation" or "extrapolation" => all.Except(heldOut).ToArray(),
            "test" => heldOut.Length > 0 ? heldOut : all,
            _ => throw new ArgumentException($"{Name} has no goals in '{split}'.", nameof(split)),
        };
    }

    public override int? CountTasks(TaskSplit split) => IsDrawn(split) ? null : Goals(split).Count;

    public override IReadOnlyList<string> StateNames => ["cell"];

    protected override TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share) =>
        Draw(key, tasks, split, share, IsDrawn(split) ? Any(key, tasks, split) : All(tasks, split));

    protected override TaskSet Frozen(string name, int tasks) => Draw(default, tasks, new TaskSplit(name), 1);

    private static bool IsDrawn(TaskSplit split) => split.Name is "train" or "interpolation" or "extrapolation";

    private TaskSet Any(RngKey key, int tasks, TaskSplit split)
    {
        var (draws, goals) = (new Philox(key), Goals(split));
        return At([.. Enumerable.Range(0, tasks).Select(_ => goals[draws.Below(goals.Count)])]);
    }

    private TaskSet All(int tasks, TaskSplit split) => tasks == Goals(split).Count
        ? At(Goals(split))
        : throw new ArgumentException(
            $"The split '{split}' of {Name} has {Goals(split).Count} tasks, but {tasks} were asked for.", nameof(tasks));

    private TaskSet At(IReadOnlyList<int> goals) => new(new Dictionary<string, TaskValues>
    {
        ["goal_x"] = new([goals.Count], [.. goals.Select(goal => (double)(goal % size))]),
        ["goal_y"] = new([goals.Count], [.. goals.Select(goal => (double)(goal / size))]),
    });
}
