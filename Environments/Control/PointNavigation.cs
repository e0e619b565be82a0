using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>A point in the plane that must find a goal it cannot see: the 2D navigation of MAML.</summary>
/// <remarks>
/// Finn, Abbeel, Levine 2017, section 5.3, in the form of the authors' code:
/// xₜ₊₁ = xₜ + clip(c aₜ, ±0.1), rₜ = −‖xₜ₊₁ − g‖₂, terminated when |x − g| &lt; 0.01 on both axes, x₀ = 0, g ~ U[−½, ½]².
/// The authors train with c = 0.1, so that actions of one are full steps; later implementations leave it out, c = 1.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="actionScale">c, length units per unit of action.</param>
public sealed class PointNavigation(int horizon = 100, double actionScale = 1.0) : TaskFamily
{
    /// <summary>Longest step along each axis; length units per step.</summary>
    public const double MaxStep = 0.1;

    /// <summary>Distance along each axis below which the goal counts as reached; length units.</summary>
    public const double GoalTolerance = 0.01;

    private static readonly Interval GoalRange = new(-0.5, 0.5);

    public override string Name => "point-navigation";

    public override string Definition =>
        "x' = x + clip(action_scale · a, ±0.1); reward = −‖x' − goal‖₂; terminated when |x' − goal| < 0.01 on both axes; start (0, 0). "
        + "Finn, Abbeel, Levine 2017 (MAML), section 5.3.";

    public override IReadOnlyList<TaskParameter> Parameters { get; } =
    [
        new("goal_x", "length", 0, GoalRange, new(-1, 1)),
        new("goal_y", "length", 0, GoalRange, new(-1, 1)),
    ];

    public override Space Observations => new Box(2);

    public override Space Actions => new Box(2, -MaxStep / actionScale, MaxStep / actionScale);

    public override int Horizon => horizon;

    public override IReadOnlyList<string> TaskSets => ["maml-2017"];

    public override IOracle Oracle => new PointNavigationOracle(this);

    public override int? CountTasks(TaskSplit split) => split.Name == "maml-2017" ? Maml2017Goals.Count : null;

    public override IReadOnlyList<string> StateNames => ["x", "y"];

    protected override TaskBatch Frozen(string name, int tasks)
    {
        var goals = Maml2017Goals.Tensor(tasks);
        return new TaskBatch(new Dictionary<string, Tensor>
        {
            ["goal_x"] = goals.select(1, 0).contiguous(),
            ["goal_y"] = goals.select(1, 1).contiguous(),
        });
    }

    public override Tensor Reset(TaskBatch tasks, Tensor noise) =>
        zeros([tasks.Count, noise.size(1), 2], tasks.Dtype, tasks.Device);

    public override Tensor Observe(TaskBatch tasks, Tensor state) => state;

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        var position = state + (action * actionScale).clamp(-MaxStep, MaxStep);
        var offset = position - Describe(tasks).unsqueeze(1);
        var reward = offset.square().sum(-1).sqrt().neg();
        var terminated = (offset.abs() < GoalTolerance).all(-1);
        return new Transition(position, reward, terminated);
    }

    /// <summary>The goal, [N, 2].</summary>
    public override Tensor Describe(TaskBatch tasks) => stack([tasks["goal_x"], tasks["goal_y"]], -1);
}
