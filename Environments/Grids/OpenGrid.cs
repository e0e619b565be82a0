using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>What steps earn on the way to a goal and on it.</summary>
internal sealed record GoalRewards(double OnGoal, double Elsewhere, bool EndsAtGoal);

/// <summary>A grid without obstacles and a goal that is always the same, or the tasks' own and not seen.</summary>
internal sealed class OpenGrid(
    int width, int height, (int X, int Y) start, (int X, int Y) goal, GoalRewards rewards, bool goalVaries,
    CellObservation observation)
    : GridLayout(width, height, observation)
{
    public override int LeastHorizon => Width + Height;

    /// <summary>Whether the goal is the tasks' own.</summary>
    public bool GoalVaries => goalVaries;

    /// <summary>Of its steps.</summary>
    public GoalRewards Rewards => rewards;

    public override IReadOnlyList<TaskParameter> Parameters { get; } = goalVaries ? Place(
        "goal", goal, width, height) : [];

    public override void AddStandard(GridTask task)
    {
        if (goalVaries)
        {
            task.Place("goal", GoalCell, Width);
        }
    }

    public override void AddDrawn(GridTask task, Philox draws)
    {
        if (goalVaries)
        {
            task.Place("goal", draws.Below(Cells), Width);
        }
    }

    public override string? Fault(GridTask task) => goalVaries ? task.FaultOfPlace("goal") : null;

    public override GridMap Map(GridTask task)
    {
        var kinds = new CellKind[Cells];
        kinds[goalVaries ? task.Cell("goal", Width) : GoalCell] = CellKind.Goal;
        return new GridMap(kinds, (start.Y * Width) + start.X);
    }

    public override Arrival Enter(CellKind kind, int phase) => kind == CellKind.Goal
        ? new Arrival(phase, rewards.OnGoal, Solves: true, Terminal: rewards.EndsAtGoal)
        : new Arrival(phase, rewards.Elsewhere);

    public override Tensor? TaskFeatures(TaskBatch tasks) => goalVaries ? DescribePlace(tasks, "goal") : null;

    private int GoalCell => (goal.Y * Width) + goal.X;
}
