using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>A square grid with one invisible rewarding cell: GridNavi.</summary>
/// <remarks>
/// Zintgraf et al. 2020 (VariBAD), section 5.1. Actions: stay, up, right, down, left; walls clip; start (0, 0);
/// rₜ = 1 on the goal after the step, −0.1 elsewhere; nothing terminates; goals are uniform over the cells that are not
/// within one step, diagonals included, of the start (21 of the 25). All of them are
/// training and test tasks, as published, unless <paramref name="heldOutGoals"/> of them, every fourth in row-major
/// order, are kept from training, as Dorfman, Shenfeld, Tamar 2021 (BOReL) keep 5. A learner then rightly comes to
/// believe that the goal is never there.
/// </remarks>
public sealed class GridNavigation(
    int size = 5, int horizon = 15, CellObservation observation = CellObservation.Position, int heldOutGoals = 0,
    GridDynamics? dynamics = null)
    : Gridworld(
        new GridNavigationTasks(
            new GridRules(
                "grid-navigation",
                new OpenGrid(
                    size, size, (0, 0), (size - 1, size - 1),
                    new GoalRewards(GoalReward, StepReward, EndsAtGoal: false), goalVaries: true, observation),
                dynamics ?? Standards, horizon: null),
            size, heldOutGoals),
        horizon)
{
    private static readonly GridDynamics Standards = new();

    /// <summary>Reward of a step that ends on the goal.</summary>
    public const double GoalReward = 1.0;

    /// <summary>Reward of a step that ends anywhere else.</summary>
    public const double StepReward = -0.1;

    public override string Definition =>
        "stay, up, right, down, left; walls clip; reward = 1 on the goal, −0.1 elsewhere; never terminated; start (0,"
        + " 0). "
        + "Zintgraf et al. 2020 (VariBAD), section 5.1.";

    public override IOracle Oracle => new GridNavigationOracle(this);

    public override IReadOnlyList<ReferenceAgent> ReferenceAgents => GridNavigationAgents.Of(this);

    /// <summary>Cells along one side.</summary>
    public int Size => size;

    /// <summary>Index of the cell that an action leads to: [cell][action], cells counted as y · size + x.</summary>
    internal long[][] NextCells { get; } =
    [
        .. from cell in Enumerable.Range(0, size * size)
           select GridDynamics.Moves.Select(move => (long)(
               (Math.Clamp((cell / size) + move.Y, 0, size - 1) * size)
               + Math.Clamp((cell % size) + move.X, 0, size - 1))).ToArray(),
    ];

    internal bool DrawsGoalsUniformly =>
        !Tasks.Parameters.Any(parameter => parameter.Name is "goal_x" or "goal_y" && Tasks.IsChanged(parameter));

    /// <summary>Cells that can be the goal in a split, in row-major order.</summary>
    public IReadOnlyList<int> Goals(TaskSplit split) => ((GridNavigationTasks)Tasks).Goals(split);

    public override IReadOnlyList<string> StateNames => ["cell"];
}
