using System.Runtime.CompilerServices;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
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
public sealed class MountainCar(int horizon = 200) : ControlFamily(
    new("mountain-car", Parameters),
    new Equations<Physics<TensorReal>, Physics<Lanes<float>>, Physics<Lanes<double>>>())
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

    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks) =>
        new Dictionary<string, Tensor>([StartBounds.Width(tasks)]);

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

    private readonly struct Physics<T>(ITaskConstants<T> task) : IDynamics<Physics<T>, T>
        where T : struct, IReal<T>
    {
        private readonly T _force = task["force"];
        private readonly Hill<T> _hill = new(task);

        public static Physics<T> Of(ITaskConstants<T> task) => new(task);

        public static void Reset(in Physics<T> equations, ReadOnlySpan<T> noise, Span<T> state) =>
            equations._hill.Reset(noise, state);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            var motor = (-_force).Plus(action[0], _force);
            return new(state[0].Everywhere(-1), _hill.Drive(state, motor, next));
        }
    }

    /// <summary>What both versions of the task have in common.</summary>
    internal readonly struct Hill<T>(ITaskConstants<T> task)
        where T : struct, IReal<T>
    {
        private readonly T _gravity = task["gravity"];
        private readonly T _speed = task["max_speed"];
        private readonly T _left = task["min_position"];
        private readonly T _right = task["max_position"];
        private readonly T _goal = task["goal_position"];
        private readonly T _goalSpeed = task["goal_velocity"];
        private readonly StartBounds<T> _start = new(task);

        /// <summary>Somewhere in the valley, at rest.</summary>
        public void Reset(ReadOnlySpan<T> noise, Span<T> state)
        {
            state[0] = _start.Draw(noise[0]);
            state[1] = state[0].Everywhere(0);
        }

        /// <summary>One step under the motor's acceleration; whether it leads to the goal.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Drive(ReadOnlySpan<T> state, T motor, Span<T> next)
        {
            var (position, velocity) = (state[0], state[1]);
            velocity = (velocity + motor).Plus((position * 3).Cos(), _gravity, -1).Min(_speed).Max(-_speed);
            position = (position + velocity).Min(_right).Max(_left);
            var free = (position - _left).Sign();          // 0 at the left end, 1 elsewhere
            velocity = velocity.Max(-(free * _speed));
            (next[0], next[1]) = (position, velocity);
            return (position >= _goal) & (velocity >= _goalSpeed);
        }
    }
}
