using System.Runtime.CompilerServices;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>A pendulum that a weak motor must swing up and hold, with its mass and length hidden.</summary>
/// <remarks>
/// Gymnasium's Pendulum-v1, a uniform rod; θ = 0 is upright, u = clip(a, ±max_torque):
/// θ̇ₜ₊₁ = clip(θ̇ₜ + (3g/(2l) sin θₜ + 3/(m l²) u) dt, ±max_speed), θₜ₊₁ = θₜ + θ̇ₜ₊₁ dt,
/// rₜ = −(θₜ² + 0.1 θ̇ₜ² + 0.001 u²) with θₜ brought to [−π, π), of the state before the step.
/// Training and extrapolation ranges of mass and length: Packer et al. 2018 (Sunblaze); the others are this program's.
/// Differs from the source: 32-bit states lose 16 turns wherever θ goes beyond ±32π; 64-bit ones are never wrapped, as
/// there.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class Pendulum(int horizon = 200) : ControlFamily(
    new("pendulum", Parameters),
    new Equations<Physics<TensorReal>, Physics<Lanes<float>>, Physics<Lanes<double>>>())
{
    public override string Definition =>
        "reward = −(θ² + 0.1 θ̇² + 0.001 u²) before the step, θ in [−π, π) with 0 upright, u = clip(a, ±max_torque);"
        + " never terminated; "
        + "start θ ~ U[±start_angle], θ̇ ~ U[±start_speed]. Gymnasium Pendulum-v1.";

    private static readonly IReadOnlyList<TaskParameter> Parameters =
    [
        new("g", "m/s²", 10, new(5, 15), new(1.6, 25)) { Varies = false, Rule = ValueRule.NotNegative },
        new("m", "kg", 1, new(0.75, 1.25), new(0.5, 1.5)) { Rule = ValueRule.Positive },
        new("l", "m", 1, new(0.75, 1.25), new(0.5, 1.5)) { Rule = ValueRule.Positive },
        new("dt", "s", 0.05, new(0.04, 0.06), new(0.02, 0.08)) { Varies = false, Rule = ValueRule.Positive },
        new("max_speed", "rad/s", 8, new(6, 10), new(4, 16)) { Varies = false, Rule = ValueRule.NotNegative },
        new("max_torque", "N m", 2, new(1.5, 2.5), new(1, 4)) { Varies = false, Rule = ValueRule.NotNegative },
        new("start_angle", "rad", Math.PI, new(Math.PI / 2, Math.PI), new(0, Math.PI))
        {
            Varies = false, Rule = ValueRule.NotNegative, Aliases = ["x_init"],
        },
        new("start_speed", "rad/s", 1, new(0.5, 2), new(0, 4))
        {
            Varies = false, Rule = ValueRule.NotNegative, Aliases = ["y_init"],
        },
    ];

    public override Space Observations => new Box(3);

    /// <summary>As wide as the strongest motor of any task; weaker ones clip.</summary>
    public override Space Actions => new Box(1, -Tasks.Reach("max_torque").High, Tasks.Reach("max_torque").High);

    public override int Horizon => horizon;

    public override int ResetNoise => 2;

    public override IReadOnlyList<string> StateNames => ["theta", "theta_dot"];

    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks)
    {
        var rate = tasks["dt"] * 3 / tasks["l"];
        return new Dictionary<string, Tensor>
        {
            ["fall"] = rate / 2 * tasks["g"],
            ["turn"] = rate / (tasks["m"] * tasks["l"]),
        };
    }

    private readonly struct Physics<T>(ITaskConstants<T> task) : IDynamics<Physics<T>, T>
        where T : struct, IReal<T>
    {
        private readonly T _dt = task["dt"];
        private readonly T _fall = task["fall"];           // 3 g dt / 2l, change of speed per sin θ
        private readonly T _turn = task["turn"];           // 3 dt / ml², change of speed per N m
        private readonly T _speed = task["max_speed"];
        private readonly T _torque = task["max_torque"];
        private readonly T _startAngle = task["start_angle"];
        private readonly T _startSpeed = task["start_speed"];

        public static Physics<T> Of(ITaskConstants<T> task) => new(task);

        public static void Reset(in Physics<T> equations, ReadOnlySpan<T> noise, Span<T> state)
        {
            state[0] = (-equations._startAngle).Plus(noise[0], equations._startAngle, 2);
            state[1] = (-equations._startSpeed).Plus(noise[1], equations._startSpeed, 2);
        }

        public static void Observe(in Physics<T> equations, ReadOnlySpan<T> state, Span<T> observation)
        {
            (observation[1], observation[0]) = state[0].SinCos();
            observation[2] = state[1];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            var (theta, thetaDot) = (state[0], state[1]);
            var u = action[0].Min(_torque).Max(-_torque);
            var turns = ((theta + Math.PI) * (0.5 / Math.PI)).Floor();
            var angle = theta.Plus(turns, -2 * Math.PI);
            var cost = (angle * angle).Plus(thetaDot, thetaDot, 0.1).Plus(u, u, 0.001);

            next[1] = thetaDot.Plus(theta.Sin(), _fall).Plus(u, _turn).Min(_speed).Max(-_speed);
            next[0] = Angle.Near(theta.Plus(next[1], _dt));
            return new(-cost, theta.Never());
        }
    }
}
