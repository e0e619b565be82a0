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
    : Gridworld(TasksOf(size, observation, heldOutGoals, dynamics ?? new GridDynamics()), horizon)
{
    /// <summary>Reward of a step that ends on the goal.</summary>
    public const double GoalReward = 1.0;

    /// <summary>Reward of a step that ends anywhere else.</summary>
    public const double StepReward = -0.1;

    public override string Definition =>
        "stay, up, right, down, left; walls clip; reward = 1 on the goal, −0.1 elsewhere; never terminated; start (0,"
        + " 0). "
        + "Zintgraf et al. 2020 (VariBAD), section 5.1.";

    public override IReadOnlyList<ReferenceAgent> ReferenceAgents => GridAgents.Search(this, "Bayes");

    /// <summary>Cells along one side.</summary>
    public int Size => size;

    /// <summary>Cells that can be the goal in a split, in row-major order.</summary>
    public IReadOnlyList<int> Goals(TaskSplit split) =>
        [.. ((ListedTasks)Tasks).Of(split).Select(task => task.Cell("goal", size))];

    public override IReadOnlyList<string> StateNames => ["cell"];

    private static ListedTasks TasksOf(int size, CellObservation observation, int heldOut, GridDynamics dynamics)
    {
        var layout = new OpenGrid(
            size, size, (0, 0), (size - 1, size - 1), new GoalRewards(GoalReward, StepReward, EndsAtGoal: false),
            goalVaries: true, observation);
        // Not within one step of the start, diagonals included.
        var all = Enumerable.Range(0, size * size)
            .Where(cell => cell / size > 1 || cell % size > 1)
            .Select(cell => GridTask.At("goal", cell, size))
            .ToArray();
        var kept = all.Where((_, index) => index % 4 == 2).Take(heldOut).ToArray();
        return new ListedTasks(
            new GridRules("grid-navigation", layout, dynamics, horizon: null), GridAgents.AllGoals, all,
            [.. all.Except(kept)], kept.Length > 0 ? kept : all);
    }
}
