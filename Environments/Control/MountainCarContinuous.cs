using System.Runtime.CompilerServices;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>The mountain car with a motor that can be throttled and a goal that pays.</summary>
/// <remarks>
/// Gymnasium's MountainCarContinuous-v0: as <see cref="MountainCar"/> with
/// vₜ₊₁ = clip(vₜ + power clip(a, min_action, max_action) − gravity cos 3xₜ, ±max_speed) and
/// rₜ = 100 · 1[goal] − 0.1 a², where a is the action before clipping, as in the source.
/// Training and extrapolation ranges of power are the multiples of the default that Packer et al. 2018 (Sunblaze) have
/// for force.
/// Differs from the source: states keep their precision, where the source rounds each to 32 bits.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class MountainCarContinuous(int horizon = 999) : ControlFamily(
    new("mountain-car-continuous", Parameters),
    new Equations<Physics<TensorReal>, Physics<Lanes<float>>, Physics<Lanes<double>>>())
{
    /// <summary>Reward of the step that reaches the goal.</summary>
    public const double GoalReward = 100;

    /// <summary>Cost of a squared action.</summary>
    public const double ActionCost = 0.1;

    public override string Definition =>
        "reward = 100 · 1[goal] − 0.1 a²; terminated at the goal, position ≥ goal_position and velocity ≥"
        + " goal_velocity; "
        + "start position U[start_low, start_high], velocity 0. Gymnasium MountainCarContinuous-v0.";

    private static readonly IReadOnlyList<TaskParameter> Parameters =
    [
        new("power", "length/step²", 0.0015, new(0.00075, 0.0075), new(0.00015, 0.015))
        {
            Rule = ValueRule.NotNegative,
        },
        new("gravity", "length/step²", 0.0025, new(0.001, 0.005), new(0.0005, 0.01)) { Rule = ValueRule.NotNegative },
        .. MountainCar.Terrain(goal: 0.45),
        new("min_action", "of a", -1, new(-1.25, -0.75), new(-1.5, -0.5)) { Varies = false, AtMost = "max_action" },
        new("max_action", "of a", 1, new(0.75, 1.25), new(0.5, 1.5)) { Varies = false },
    ];

    public override Space Observations => new Box(2);

    /// <summary>As wide as the bounds of any task; tasks with narrower ones clip.</summary>
    public override Space Actions => new Box(1, Tasks.Reach("min_action").Low, Tasks.Reach("max_action").High);

    public override int Horizon => horizon;

    public override int ResetNoise => 1;

    public override IReadOnlyList<string> StateNames => ["position", "velocity"];

    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks) =>
        new Dictionary<string, Tensor>([StartBounds.Width(tasks)]);

    private readonly struct Physics<T>(ITaskConstants<T> task) : IDynamics<Physics<T>, T>
        where T : struct, IReal<T>
    {
        private readonly T _power = task["power"];
        private readonly T _least = task["min_action"];
        private readonly T _most = task["max_action"];
        private readonly MountainCar.Hill<T> _hill = new(task);

        public static Physics<T> Of(ITaskConstants<T> task) => new(task);

        public static void Reset(in Physics<T> equations, ReadOnlySpan<T> noise, Span<T> state) =>
            equations._hill.Reset(noise, state);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            var a = action[0];
            var atGoal = _hill.Drive(state, a.Min(_most).Max(_least) * _power, next);
            return new((atGoal.Count() * GoalReward).Plus(a, a, -ActionCost), atGoal);
        }
    }
}
