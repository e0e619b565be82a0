using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>Tasks of a grid that are drawn from a list, or are those of another list, each once.</summary>
/// <param name="rules">The grid.</param>
/// <param name="every">Name of the frozen set of all tasks.</param>
/// <param name="all">Its tasks.</param>
/// <param name="train">What is drawn from, all equally likely.</param>
/// <param name="test">The tasks of the split test, in this order.</param>
internal sealed class ListedTasks(
    GridRules rules, string every, IReadOnlyList<GridTask> all, IReadOnlyList<GridTask> train,
    IReadOnlyList<GridTask> test)
    : GridTasks(
        rules,
        [
            new FrozenTaskSet(
                every, all.Count,
                tasks => ((ListedTasks)tasks).Draw(default, all.Count, new TaskSplit(every), share: 1)),
        ])
{
    /// <summary>The tasks of a split.</summary>
    public IReadOnlyList<GridTask> Of(TaskSplit split) => split.Name switch
    {
        _ when split.Name == every => all,
        "test" => test,
        _ when IsDrawn(split) => train,
        _ => throw new ArgumentException($"{Family} has no tasks in '{split}'.", nameof(split)),
    };

    public override int? Count(TaskSplit split) => split == TaskSplit.Test ? test.Count : base.Count(split);

    protected override IReadOnlyList<GridTask> Given(RngKey key, int tasks, TaskSplit split)
    {
        var (draws, listed) = (new Philox(key), Of(split));
        return
        [
            .. Enumerable.Range(0, tasks).Select(index => listed[IsDrawn(split) ? draws.Below(listed.Count) : index]),
        ];
    }

    private static bool IsDrawn(TaskSplit split) => split.Name is "train" or "interpolation" or "extrapolation";
}
