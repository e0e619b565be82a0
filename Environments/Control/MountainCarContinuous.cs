using MetaRL.Environments.Tasks;
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
public sealed class MountainCarContinuous(int horizon = 999) : TaskFamily(new("mountain-car-continuous", Parameters))
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

    public override Tensor Reset(TaskBatch tasks, Tensor noise) => MountainCar.Start(tasks, noise);

    public override Tensor Observe(TaskBatch tasks, Tensor state) => state;

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var a = action.squeeze(-1);
        var pull = a.minimum(PerTask(tasks, "max_action")).maximum(PerTask(tasks, "min_action"));
        var (next, atGoal) = MountainCar.Drive(tasks, state, pull * PerTask(tasks, "power"));
        var reward = (atGoal * Constants.Of(state.dtype)[GoalReward]).addcmul(a, a, -ActionCost);
        return new Transition(next, reward, atGoal).MoveToOuterDisposeScope();
    }

    protected override TaskBatch Prepare(TaskBatch tasks) => StartBounds.Prepare(tasks);
}
