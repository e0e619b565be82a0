using System.Runtime.CompilerServices;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>Where the goals of point navigation are, and what they pay.</summary>
public enum PointGoals
{
    /// <summary>Uniform over a square around the start; the reward is minus the distance. Finn et al. 2017.</summary>
    Square,

    /// <summary>Uniform over a semicircle of radius 1; rewarded only near the goal. Rakelly et al. 2019.</summary>
    Semicircle,

    /// <summary>The same with the hundred goals of Rakelly et al. 2019, 80 to train on and 20 to test on.</summary>
    HundredOfSemicircle,
}

/// <summary>A point in the plane that must find a goal it cannot see: the 2D navigation of MAML.</summary>
/// <remarks>
/// Finn, Abbeel, Levine 2017, section 5.3, in the form of the authors' code:
/// xₜ₊₁ = xₜ + clip(c aₜ, ±0.1), rₜ = −‖xₜ₊₁ − g‖₂, terminated when |x − g| &lt; 0.01 on both axes, x₀ = 0, g ~ U[−½,
/// ½]². The authors train with c = 0.1, so that actions of one are full steps; later implementations leave it out, c =
/// 1. The sparse variant is that of PEARL (Rakelly et al. 2019, section 6.3, in the form of the authors' code): g =
/// (cos α, sin α), α ~ U[0, π], rₜ = (1 − dₜ₊₁) · 1[dₜ₊₁ ≤ 0.2] with d = ‖x − g‖₂, never terminated; the authors'
/// horizon is 20. They train on the dense reward −dₜ₊₁, which the agent does not see, and on 80 of 100 goals
/// (katerakelly/oyster, point_robot.py): α in linspace(0, π, 100), shuffled with the seed 1337. Wind moves the point by
/// a constant on every step, unclipped and unseen, xₜ₊₁ = xₜ + clip(c aₜ, ±0.1) + w; by default there is none.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
/// <param name="actionScale">c, length units per unit of action.</param>
/// <param name="goals">Goals and rewards.</param>
/// <param name="trainsDense">Whether the sparse variant is trained on −dₜ₊₁.</param>
public sealed class PointNavigation(
    int horizon = 100, double actionScale = 1.0, PointGoals goals = PointGoals.Square, bool trainsDense = false)
    : ControlFamily(
        TasksOf(goals),
        goals == PointGoals.Square
            ? new Equations<Dense<TensorReal>, Dense<Lanes<float>>, Dense<Lanes<double>>>()
            : new Equations<NearGoal<TensorReal>, NearGoal<Lanes<float>>, NearGoal<Lanes<double>>>())
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

    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks)
    {
        var (x, y) = Goal(tasks);
        return new Dictionary<string, Tensor>
        {
            ["goal_at_x"] = x,
            ["goal_at_y"] = y,
            ["action_scale"] = full_like(x, actionScale),
        };
    }

    public override Func<TaskBatch, Tensor, Tensor>? TrainingRewards => trainsDense ? MinusDistance : null;

    private Tensor MinusDistance(TaskBatch tasks, Tensor after)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Goal(tasks);
        var offset = after - stack([x, y], -1).unsqueeze(1); // [N, 1, 2]
        return offset.square().sum(-1).sqrt().neg().MoveToOuterDisposeScope();
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

    private static TaskDistribution TasksOf(PointGoals goals) => goals switch
    {
        PointGoals.Square => new TaskDistribution(
            "point-navigation",
            [
                new("goal_x", "length", 0, GoalRange, new(-1, 1)), new("goal_y", "length", 0, GoalRange, new(-1, 1)),
                Wind("wind_x"), Wind("wind_y"),
            ],
            frozen: [Maml2017Goals.Set, TaskDistribution.StandardSet]),
        PointGoals.Semicircle =>
            new TaskDistribution("point-navigation", [Angle, Wind("wind_x"), Wind("wind_y")]),
        _ => new HundredAngles("point-navigation", Angle, [Wind("wind_x"), Wind("wind_y")]),
    };

    private static TaskParameter Angle =>
        new("goal_angle", "rad", Math.PI / 2, new(0, Math.PI), new(-Math.PI / 2, 1.5 * Math.PI));

    // Never stronger than a step, so that every point can be held.
    private static TaskParameter Wind(string name) =>
        new(
            name, "length/step", 0, WindRange, new(-MaxStep, MaxStep))
        {
            Varies = false,
            Rule = new(-MaxStep, MaxStep)
        };

    private readonly struct Move<T>(ITaskConstants<T> task)
        where T : struct, IReal<T>
    {
        private readonly T _scale = task["action_scale"];
        private readonly T _windX = task["wind_x"];
        private readonly T _windY = task["wind_y"];
        private readonly T _goalX = task["goal_at_x"];
        private readonly T _goalY = task["goal_at_y"];

        /// <summary>One step; where it ends relative to the goal.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (T X, T Y) Make(ReadOnlySpan<T> state, ReadOnlySpan<T> action, Span<T> next)
        {
            next[0] = state[0] + (action[0] * _scale).Clamp(-MaxStep, MaxStep) + _windX;
            next[1] = state[1] + (action[1] * _scale).Clamp(-MaxStep, MaxStep) + _windY;
            return (next[0] - _goalX, next[1] - _goalY);
        }
    }

    private readonly struct Dense<T>(ITaskConstants<T> task) : IDynamics<Dense<T>, T>
        where T : struct, IReal<T>
    {
        private readonly Move<T> _move = new(task);

        public static Dense<T> Of(ITaskConstants<T> task) => new(task);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            var (x, y) = _move.Make(state, action, next);
            return new(-(x * x).Plus(y, y).Sqrt(), x.Abs().Max(y.Abs()) < GoalTolerance);
        }
    }

    private readonly struct NearGoal<T>(ITaskConstants<T> task) : IDynamics<NearGoal<T>, T>
        where T : struct, IReal<T>
    {
        private readonly Move<T> _move = new(task);

        public static NearGoal<T> Of(ITaskConstants<T> task) => new(task);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            var (x, y) = _move.Make(state, action, next);
            var distance = (x * x).Plus(y, y).Sqrt();
            return new(((-distance) + 1) * (distance <= RewardRadius).Count(), x.Never());
        }
    }
}
