using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>
/// What a gridworld looks like: its cells, where one starts, what is rewarded, what ends an episode, what is seen.
/// </summary>
/// <remarks>Cells are counted as y · width + x; the state of phase p in cell c is p · cells + c.</remarks>
internal abstract class GridLayout(int width, int height, CellObservation observation)
{
    /// <summary>Cells along a row.</summary>
    public int Width => width;

    /// <summary>Cells along a column.</summary>
    public int Height => height;

    public int Cells => width * height;

    /// <summary>How many states each cell has: what the agent carries or has opened.</summary>
    public virtual int Phases => 1;

    /// <summary>Steps in which every layout can be solved where nothing disturbs the agent's moves.</summary>
    public abstract int LeastHorizon { get; }

    public virtual IReadOnlyList<TaskParameter> Parameters => [];

    public virtual Space Observations =>
        observation == CellObservation.OneHot ? new Box(Cells, 0, 1) : new Box(2, -1, 1);

    /// <summary>Adds the layout of the default task.</summary>
    public virtual void AddStandard(GridTask task)
    {
    }

    /// <summary>Adds a random layout.</summary>
    public virtual void AddDrawn(GridTask task, Philox draws)
    {
    }

    /// <summary>Why there is no such layout, in one line; null where there is.</summary>
    public virtual string? Fault(GridTask task) => null;

    /// <summary>The cells of a task without a fault.</summary>
    public abstract GridMap Map(GridTask task);

    /// <summary>What a step that ends on a cell of this kind does in a phase.</summary>
    public abstract Arrival Enter(CellKind kind, int phase);

    /// <summary>What is seen in every state: [1, S, O] where it is the same in all tasks, else [N, S, O].</summary>
    public virtual Tensor Features(IReadOnlyList<GridMap> maps)
    {
        if (observation == CellObservation.OneHot)
        {
            return eye(Cells).to_type(ScalarType.Float64).repeat(Phases, 1).unsqueeze(0);
        }

        var (x, y) = (Scaled(arange(width), width), Scaled(arange(height), height));
        return stack([x.repeat(height), y.repeat_interleave(width)], -1).repeat(Phases, 1).unsqueeze(0);
    }

    /// <summary>Whether exactly one number of what is seen is 1, and the others are 0.</summary>
    public virtual bool ObservesOneHot => observation == CellObservation.OneHot;

    /// <summary>The layouts as numbers of order one, [N, D]; null where all are the same.</summary>
    public virtual Tensor? TaskFeatures(TaskBatch tasks) => null;

    /// <summary>Two parameters, <c>name_x</c> and <c>name_y</c>, that are a cell.</summary>
    protected static IReadOnlyList<TaskParameter> Place(string name, (int X, int Y) standard, int columns, int rows) =>
    [
        new($"{name}_x", "cell", standard.X, new(0, columns - 1), new(0, columns - 1))
        {
            Rule = new(0, columns - 1), Drawn = "a free cell",
        },
        new($"{name}_y", "cell", standard.Y, new(0, rows - 1), new(0, rows - 1))
        {
            Rule = new(0, rows - 1), Drawn = "a free cell",
        },
    ];

    /// <summary>A place scaled to [−1, 1] on both axes, [N, 2].</summary>
    protected Tensor DescribePlace(TaskBatch tasks, string name) =>
        stack([Scaled(tasks[$"{name}_x"], width), Scaled(tasks[$"{name}_y"], height)], -1);

    private static Tensor Scaled(Tensor cells, int count) =>
        (cells.dtype == ScalarType.Int64 ? cells.to_type(ScalarType.Float64) : cells).mul(2.0 / (count - 1)).sub(1.0);
}
