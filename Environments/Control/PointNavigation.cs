using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>Where the goals of point navigation are, and what they pay.</summary>
public enum PointGoals
{
    /// <summary>Uniform over a square around the start; the reward is minus the distance. Finn et al. 2017.</summary>
    Square,

    /// <summary>Uniform over a semicircle of radius 1; rewarded only near the goal. Rakelly et al. 2019.</summary>
    Semicircle,
}

/// <summary>A point in the plane that must find a goal it cannot see: the 2D navigation of MAML.</summary>
/// <remarks>
/// Finn, Abbeel, Levine 2017, section 5.3, in the form of the authors' code:
/// xₜ₊₁ = xₜ + clip(c aₜ, ±0.1), rₜ = −‖xₜ₊₁ − g‖₂, terminated when |x − g| &lt; 0.01 on both axes, x₀ = 0, g ~ U[−½,
/// ½]². The authors train with c = 0.1, so that actions of one are full steps; later implementations leave it out, c =
/// 1. The sparse variant is that of PEARL (Rakelly et al. 2019, section 6.3, in the form of the authors' code): g =
/// (cos α, sin α), α ~ U[0, π], rₜ = (1 − dₜ₊₁) · 1[dₜ₊₁ ≤ 0.2] with d = ‖x − g‖₂, never terminated; the authors'
/// horizon is 20. Wind moves the point by a constant on every step, unclipped and unseen, xₜ₊₁ = xₜ + clip(c aₜ, ±0.1)
/// + w; by default there is none.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="actionScale">c, length units per unit of action.</param>
/// <param name="goals">Goals and rewards.</param>
public sealed class PointNavigation(int horizon = 100, double actionScale = 1.0, PointGoals goals = PointGoals.Square)
    : TaskFamily(new(
        "point-navigation", Parameters(goals),
        frozen: goals == PointGoals.Square ? [Maml2017Goals.Set, TaskDistribution.StandardSet] : null))
{
    /// <summary>Longest step along each axis; length units per step.</summary>
    public const double MaxStep = 0.1;

    /// <summary>Distance along each axis below which the goal counts as reached; length units.</summary>
    public const double GoalTolerance = 0.01;

    /// <summary>Distance from the goal up to which a sparse reward is paid; length units.</summary>
    public const double RewardRadius = 0.2;

    private static readonly Interval GoalRange = new(-0.5, 0.5);
    private static readonly Interval WindRange = new(-0.08, 0.08);

    public override string Definition => goals == PointGoals.Square
        ? "x' = x + clip(action_scale · a, ±0.1) + wind; reward = −‖x' − goal‖₂; terminated when |x' − goal| < 0.01 on"
            + " both axes; "
            + "start (0, 0). Finn, Abbeel, Levine 2017 (MAML), section 5.3."
        : "x' = x + clip(action_scale · a, ±0.1) + wind; reward = 1 − ‖x' − goal‖₂ within 0.2 of the goal, 0"
            + " elsewhere; never terminated; "
            + "start (0, 0). Rakelly et al. 2019 (PEARL), section 6.3.";

    /// <summary>Goals and rewards.</summary>
    public PointGoals Goals => goals;

    /// <summary>c, length units per unit of action.</summary>
    public double ActionScale => actionScale;

    public override Space Observations => new Box(2);

    public override Space Actions => new Box(2, -MaxStep / actionScale, MaxStep / actionScale);

    public override int Horizon => horizon;

    public override IOracle Oracle => new PointNavigationOracle(this);

    public override IReadOnlyList<string> StateNames => ["x", "y"];

    public override Tensor Reset(TaskBatch tasks, Tensor noise) =>
        zeros([tasks.Count, noise.size(1), 2], tasks.Dtype, tasks.Device);

    public override Tensor Observe(TaskBatch tasks, Tensor state) => state;

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var number = Constants.Of(state.dtype);
        var (goalX, goalY) = Goal(tasks);
        var move = (actionScale == 1 ? action : action * number[actionScale]).clamp(-MaxStep, MaxStep);
        var moved = state + move;
        var (x, y) = (moved.select(-1, 0) + PerTask(tasks, "wind_x"), moved.select(-1, 1) + PerTask(tasks, "wind_y"));
        var (offsetX, offsetY) = (x - goalX.unsqueeze(-1), y - goalY.unsqueeze(-1));
        var distance = offsetX.square().addcmul(offsetY, offsetY, 1).sqrt();
        var (reward, terminated) = goals == PointGoals.Square
            ? (distance.neg(), offsetX.abs().maximum(offsetY.abs()) < number[GoalTolerance])
            : (Sparse(distance), Constants.Never(distance));
        return new Transition(StateOf(x, y), reward, terminated).MoveToOuterDisposeScope();
    }

    /// <summary>The goal, and the wind in units of its range where it varies, [N, 2] to [N, 4].</summary>
    public override Tensor TaskFeatures(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var (goalX, goalY) = Goal(tasks);
        var winds = new[] { "wind_x", "wind_y" }.Where(name => Tasks.Distributions[name] is not FixedValue);
        return stack([goalX, goalY, .. winds.Select(name => tasks[name] / WindRange.High)], -1)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The goals' coordinates, each [N].</summary>
    internal (Tensor X, Tensor Y) Goal(TaskBatch tasks) => goals == PointGoals.Square
        ? (tasks["goal_x"], tasks["goal_y"])
        : (tasks["goal_angle"].cos(), tasks["goal_angle"].sin());

    /// <summary>Reward of the sparse variant at a distance from the goal, of the same shape.</summary>
    internal static Tensor Sparse(Tensor distance)
    {
        var number = Constants.Of(distance.dtype);
        return (number[1] - distance) * (distance <= number[RewardRadius]);
    }

    private static IReadOnlyList<TaskParameter> Parameters(PointGoals goals) =>
    [
        .. goals == PointGoals.Square
            ? new TaskParameter[]
            {
                new("goal_x", "length", 0, GoalRange, new(-1, 1)), new("goal_y", "length", 0, GoalRange, new(-1, 1)),
            }
            : [new("goal_angle", "rad", Math.PI / 2, new(0, Math.PI), new(-Math.PI / 2, 1.5 * Math.PI))],
        Wind("wind_x"), Wind("wind_y"),
    ];

    // Never stronger than a step, so that every point can be held.
    private static TaskParameter Wind(string name) =>
        new(
            name, "length/step", 0, WindRange, new(-MaxStep, MaxStep))
        {
            Varies = false,
            Rule = new(-MaxStep, MaxStep)
        };
}
