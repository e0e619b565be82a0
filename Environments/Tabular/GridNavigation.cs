using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

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
    int size = 5, int horizon = 15, CellObservation observation = CellObservation.Position, int heldOutGoals = 0) : TabularFamily
{
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

    public override IReadOnlyList<TaskParameter> Parameters { get; } =
    [
        new("goal_x", "cell", size - 1, new(0, size - 1), new(0, size - 1)),
        new("goal_y", "cell", size - 1, new(0, size - 1), new(0, size - 1)),
    ];

    public override Space Observations => observation == CellObservation.OneHot ? new Box(size * size, 0, 1) : new Box(2, -1, 1);

    public override Space Actions => new Discrete(Moves.Length);

    public override int Horizon => horizon;

    public override IReadOnlyList<string> TaskSets => ["all-goals"];

    public override IOracle Oracle => new GridNavigationOracle(this);

    /// <summary>Cells along one side.</summary>
    public int Size => size;

    /// <summary>Index of the cell that an action leads to: [cell][action], cells counted as y · size + x.</summary>
    internal long[][] NextCells { get; } =
    [
        .. from cell in Enumerable.Range(0, size * size)
           select Moves.Select(move => (long)(
               Math.Clamp((cell / size) + move.Y, 0, size - 1) * size + Math.Clamp((cell % size) + move.X, 0, size - 1))).ToArray(),
    ];

    /// <summary>Cells that can be the goal in a split, in row-major order.</summary>
    public IReadOnlyList<int> Goals(TaskSplit split)
    {
        var all = Enumerable.Range(0, size * size).Where(cell => cell / size > 1 || cell % size > 1).ToArray();
        var heldOut = all.Where((_, index) => index % 4 == 2).Take(heldOutGoals).ToArray();
        return split.Name switch
        {
            "all-goals" => all,
            "train" => all.Except(heldOut).ToArray(),
            "test" => heldOut.Length > 0 ? heldOut : all,
            _ => throw new ArgumentException($"{Name} has no goals in '{split}'.", nameof(split)),
        };
    }

    public override int? CountTasks(TaskSplit split) => split == TaskSplit.Train ? null : Goals(split).Count;

    public override IReadOnlyList<string> StateNames => ["cell"];

    protected override int Outcomes => 1;

    public override IReadOnlyList<TaskSplit> Splits => [TaskSplit.Train, TaskSplit.Test];

    protected override TaskBatch Draw(RngKey key, int tasks, TaskSplit split, double level) => split == TaskSplit.Train
        ? At(key.Uniform([tasks], CPU, ScalarType.Float64).mul(Goals(split).Count).to_type(ScalarType.Int64), split)
        : All(tasks, split);

    protected override TaskBatch Frozen(string name, int tasks) => All(tasks, new TaskSplit(name));

    private TaskBatch All(int tasks, TaskSplit split) => tasks == Goals(split).Count
        ? At(arange(tasks), split)
        : throw new ArgumentException(
            $"The split '{split}' of {Name} has {Goals(split).Count} tasks, but {tasks} were asked for.", nameof(tasks));

    // The goals of a split with these indices, int64 [N].
    private TaskBatch At(Tensor chosen, TaskSplit split) => new(new Dictionary<string, Tensor>
    {
        ["goal_x"] = tensor(Goals(split).Select(goal => (double)(goal % size)).ToArray()).index_select(0, chosen),
        ["goal_y"] = tensor(Goals(split).Select(goal => (double)(goal / size)).ToArray()).index_select(0, chosen),
    });

    protected override Tables Build(TaskBatch tasks)
    {
        var cells = size * size;
        var next = tensor(NextCells.SelectMany(cell => cell).ToArray(), [1, cells, Moves.Length, 1]).expand(tasks.Count, -1, -1, -1);
        var goal = (tasks["goal_y"] * size + tasks["goal_x"]).to_type(ScalarType.Int64);
        var reward = next.eq(goal.view(-1, 1, 1, 1)).to_type(tasks.Dtype).mul(GoalReward - StepReward).add(StepReward);
        return new Tables(
            next.contiguous(), ones_like(reward), reward, zeros_like(reward) > 0, zeros(tasks.Count, ScalarType.Int64),
            CellFeatures().to_type(tasks.Dtype).unsqueeze(0));
    }

    /// <summary>The goal's position, scaled as <see cref="CellObservation.Position"/>, [N, 2].</summary>
    public override Tensor Describe(TaskBatch tasks) =>
        stack([tasks["goal_x"], tasks["goal_y"]], -1).mul(2.0 / (size - 1)).sub(1.0);

    // Features of every cell, [S, O].
    private Tensor CellFeatures()
    {
        if (observation == CellObservation.OneHot)
        {
            return eye(size * size);
        }

        var cells = arange(size).to_type(ScalarType.Float64).mul(2.0 / (size - 1)).sub(1.0);
        return stack([cells.repeat(size), cells.repeat_interleave(size)], -1);
    }
}
