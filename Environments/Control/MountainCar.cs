using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>
/// A car too weak to drive straight up a hill must gain momentum first, with its motor and gravity hidden.
/// </summary>
/// <remarks>
/// Moore 1990, in the form of Gymnasium's MountainCar-v0; one step of the clock is the unit of time:
/// vₜ₊₁ = clip(vₜ + (a − 1) force − gravity cos 3xₜ, ±max_speed), xₜ₊₁ = clip(xₜ + vₜ₊₁, min_position, max_position);
/// at min_position a speed to the left becomes 0. Training and extrapolation ranges of force and gravity, which the
/// source calls mass: Packer et al. 2018 (Sunblaze); the others are this program's.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class MountainCar(int horizon = 200) : TaskFamily(new("mountain-car", Parameters))
{
    public override string Definition =>
        "reward = −1 for every step; terminated when position ≥ goal_position and velocity ≥ goal_velocity; "
        + "start position U[start_low, start_high], velocity 0. Moore 1990; Gymnasium MountainCar-v0.";

    private static readonly IReadOnlyList<TaskParameter> Parameters =
    [
        new("force", "length/step²", 0.001, new(0.0005, 0.005), new(0.0001, 0.01)) { Rule = ValueRule.NotNegative },
        new("gravity", "length/step²", 0.0025, new(0.001, 0.005), new(0.0005, 0.01)) { Rule = ValueRule.NotNegative },
        .. Terrain(goal: 0.5),
    ];

    public override Space Observations => new Box(2);

    public override Space Actions => new Discrete(3);

    public override int Horizon => horizon;

    public override int ResetNoise => 1;

    public override IReadOnlyList<string> StateNames => ["position", "velocity"];

    public override Tensor Reset(TaskBatch tasks, Tensor noise) => Start(tasks, noise);

    public override Tensor Observe(TaskBatch tasks, Tensor state) => state;

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var force = PerTask(tasks, "force");
        var motor = force.neg().addcmul(action.to_type(state.dtype), force, 1);
        var (next, terminated) = Drive(tasks, state, motor);
        return new Transition(next, Constants.Everywhere(-1, motor), terminated).MoveToOuterDisposeScope();
    }

    protected override TaskBatch Prepare(TaskBatch tasks) => StartBounds.Prepare(tasks);

    // What both versions of the task have in common: limits, goal and start.
    internal static IEnumerable<TaskParameter> Terrain(double goal) =>
    [
        new("max_speed", "length/step", 0.07, new(0.05, 0.09), new(0.035, 0.14))
        {
            Varies = false, Rule = ValueRule.NotNegative,
        },
        new("min_position", "length", -1.2, new(-1.3, -1.1), new(-1.5, -1))
        {
            Varies = false, Rule = new(double.NegativeInfinity, -0.6),
        },
        new("max_position", "length", 0.6, new(0.55, 0.7), new(0.5, 0.8))
        {
            Varies = false, Rule = new(-0.4, double.PositiveInfinity),
        },
        new("goal_position", "length", goal, new(0.35, 0.52), new(0.2, 0.55)) { Varies = false },
        new("goal_velocity", "length/step", 0, new(0, 0.02), new(0, 0.04)) { Varies = false },
        StartBounds.Low("length", -0.6, new(-0.7, -0.55), new(-0.9, -0.5)),
        StartBounds.High("length", -0.4, new(-0.45, -0.3), new(-0.5, -0.1)),
    ];

    // First states [N, E, 2] for noise [N, E, 1].
    internal static Tensor Start(TaskBatch tasks, Tensor noise)
    {
        var position = StartBounds.Draw(tasks, noise).select(-1, 0);
        return StateOf(position, zeros_like(position));
    }

    // One step under the motor's acceleration [N, E]: the state after it [N, E, 2], and whether that is at the goal,
    // bool [N, E].
    internal static (Tensor Next, Tensor AtGoal) Drive(TaskBatch tasks, Tensor state, Tensor motor)
    {
        var number = Constants.Of(state.dtype);
        var (speed, left) = (PerTask(tasks, "max_speed"), PerTask(tasks, "min_position"));
        var (position, velocity) = (state.select(-1, 0), state.select(-1, 1));
        var slope = (position * number[3]).cos();
        velocity = (velocity + motor).addcmul(slope, PerTask(tasks, "gravity"), -1).minimum(speed).maximum(-speed);
        position = (position + velocity).minimum(PerTask(tasks, "max_position")).maximum(left);
        var free = (position - left).sign();                                       // 0 at the left end, 1 elsewhere
        velocity = velocity.maximum(number[0] - free * speed);                     // 26 times as fast as `where`
        return (
            StateOf(position, velocity),
            (position >= PerTask(tasks, "goal_position")) & (velocity >= PerTask(tasks, "goal_velocity")));
    }
}
