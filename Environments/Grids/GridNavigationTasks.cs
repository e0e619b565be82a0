using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>Tasks of <see cref="GridNavigation"/>: goals drawn from the cells of a split, or each once.</summary>
/// <param name="rules">The grid.</param>
/// <param name="size">Cells along one side.</param>
/// <param name="heldOut">Goals that are kept from training.</param>
internal sealed class GridNavigationTasks(GridRules rules, int size, int heldOut) : GridTasks(rules, [AllGoals(size)])
{
    private const string Every = "all-goals";

    /// <summary>Cells that can be the goal in a split, in row-major order.</summary>
    public IReadOnlyList<int> Goals(TaskSplit split)
    {
        var all = Cells(size);
        var kept = all.Where((_, index) => index % 4 == 2).Take(heldOut).ToArray();
        return split.Name switch
        {
            Every => all,
            "test" => kept.Length > 0 ? kept : all,
            _ when IsDrawn(split) => all.Except(kept).ToArray(),
            _ => throw new ArgumentException($"{Family} has no goals in '{split}'.", nameof(split)),
        };
    }

    public override int? Count(TaskSplit split) => split == TaskSplit.Test ? Goals(split).Count : base.Count(split);

    protected override IReadOnlyList<GridTask> Given(RngKey key, int tasks, TaskSplit split)
    {
        var (draws, goals) = (new Philox(key), Goals(split));
        return
        [
            .. Enumerable.Range(0, tasks)
                .Select(index => At(goals[IsDrawn(split) ? draws.Below(goals.Count) : index])),
        ];
    }

    private static FrozenTaskSet AllGoals(int size)
    {
        var count = Cells(size).Length;
        return new FrozenTaskSet(
            Every, count, tasks => ((GridNavigationTasks)tasks).Draw(default, count, new TaskSplit(Every), share: 1));
    }

    private GridTask At(int cell)
    {
        var task = new GridTask();
        task.Place("goal", cell, size);
        return task;
    }

    // All that are not within one step of the start, diagonals included.
    private static int[] Cells(int size) =>
        [.. Enumerable.Range(0, size * size).Where(cell => cell / size > 1 || cell % size > 1)];

    private static bool IsDrawn(TaskSplit split) => split.Name is "train" or "interpolation" or "extrapolation";
}
