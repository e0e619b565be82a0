using System.Runtime.CompilerServices;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>
/// Two hanging links, driven only at the joint between them, must swing their end above a line, with masses and lengths
/// hidden.
/// </summary>
/// <remarks>
/// Sutton, Barto 1998, section 11.3, in the form of Gymnasium's Acrobot-v1 ("book" dynamics), g = gravity; θ₁ = 0 hangs
/// down, θ₂ is relative to the first link, the actions 0, 1, 2 are the torques a = −max_torque, 0, max_torque: d₁ =
/// m₁c₁² + m₂(l₁² + c₂² + 2 l₁c₂ cos θ₂) + 2I, d₂ = m₂(c₂² + l₁c₂ cos θ₂) + I, φ₂ = m₂c₂ g sin(θ₁ + θ₂), φ₁ =
/// −m₂l₁c₂(θ̇₂² + 2 θ̇₂θ̇₁) sin θ₂ + (m₁c₁ + m₂l₁) g sin θ₁ + φ₂, θ̈₂ = (a + d₂/d₁ φ₁ − m₂l₁c₂ θ̇₁² sin θ₂ − φ₂) /
/// (m₂c₂² + I − d₂²/d₁), θ̈₁ = −(d₂θ̈₂ + φ₁)/d₁, integrated by one step of Runge and Kutta's fourth order method;
/// angles are then wrapped to (−π, π] and speeds clipped. Gymnasium's LINK_LENGTH_2 is in none of these equations, nor
/// in the goal: it is drawn only, hence no parameter here. Training and extrapolation ranges of mass, length and moment
/// of inertia: Packer et al. 2018 (Sunblaze), who tie both links' masses together; here each link has its own. The
/// other ranges are this program's.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class Acrobot(int horizon = 500) : ControlFamily(
    new("acrobot", Parameters),
    new Equations<Physics<TensorReal>, Physics<Lanes<float>>, Physics<Lanes<double>>>())
{
    private const string OwnUnits = "rad, rad/s";
    private const double FullTurn = 2 * Math.PI;

    public override string Definition =>
        "torque (a − 1) max_torque on the second joint; reward = −1, but 0 on termination, when −cos θ₁ − cos(θ₁ + θ₂)"
        + " > 1; RK4; "
        + "start U[start_low, start_high]⁴. Sutton, Barto 1998, section 11.3; Gymnasium Acrobot-v1.";

    private static readonly IReadOnlyList<TaskParameter> Parameters =
    [
        Sunblaze("link_length_1", "m"),
        Sunblaze("link_mass_1", "kg"),
        Sunblaze("link_mass_2", "kg"),
        Centre("link_com_pos_1"),
        Centre("link_com_pos_2"),
        Sunblaze("link_moi", "kg m²"),
        Fixed(
            "max_vel_1", "rad/s", 4 * Math.PI, new(2 * Math.PI, 6 * Math.PI), new(Math.PI, 8 * Math.PI),
            ValueRule.NotNegative),
        Fixed(
            "max_vel_2", "rad/s", 9 * Math.PI, new(4.5 * Math.PI, 13.5 * Math.PI), new(2 * Math.PI, 18 * Math.PI),
            ValueRule.NotNegative),
        Fixed("dt", "s", 0.2, new(0.15, 0.25), new(0.1, 0.3), ValueRule.Positive) with { Aliases = [] },
        Fixed("torque_noise_max", "N m", 0, new(0, 0.5), new(0, 1), ValueRule.NotNegative) with { Aliases = [] },
        Fixed(
            "max_torque", "N m", 1, new(0.5, 1.5), new(0.25, 2),
            ValueRule.NotNegative) with { Aliases = ["AVAIL_TORQUE"] },
        Fixed("gravity", "m/s²", 9.8, new(4.9, 14.7), new(1.6, 24.8), ValueRule.NotNegative) with { Aliases = ["g"] },
        StartBounds.Low(OwnUnits, -0.1, new(-0.2, -0.05), new(-0.4, 0)),
        StartBounds.High(OwnUnits, 0.1, new(0.05, 0.2), new(0, 0.4)),
    ];

    public override Space Observations => new Box(6);

    public override Space Actions => new Discrete(3);

    public override int Horizon => horizon;

    public override int ResetNoise => 4;

    /// <summary>One: the noise on the torque, uniform within ±torque_noise_max.</summary>
    public override int StepNoise => 1;

    public override IReadOnlyList<string> StateNames => ["theta1", "theta2", "theta1_dot", "theta2_dot"];

    /// <summary>The constants of M θ̈ = b, all divided by M₂₂ = m₂c₂² + I.</summary>
    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks)
    {
        var (m1, m2, l1) = (tasks["link_mass_1"], tasks["link_mass_2"], tasks["link_length_1"]);
        var (c1, c2, inertia) = (tasks["link_com_pos_1"], tasks["link_com_pos_2"], tasks["link_moi"]);
        var m22 = (m2 * c2.square()) + inertia;
        return new Dictionary<string, Tensor>([StartBounds.Width(tasks)])
        {
            ["coupling"] = m2 * l1 * c2 / m22,
            ["rest"] = ((m1 * c1.square()) + (m2 * l1.square()) + inertia) / m22.neg(),
            ["weight_1"] = ((m1 * c1) + (m2 * l1)) * tasks["gravity"] / m22,
            ["weight_2"] = m2 * c2 * tasks["gravity"] / m22,
            ["torque"] = tasks["max_torque"] / m22,
            ["torque_noise"] = tasks["torque_noise_max"] / m22,
        };
    }

    private static TaskParameter Sunblaze(string name, string unit) =>
        new(
            name, unit, 1, new(0.75, 1.25), new(0.5, 1.5))
        {
            Rule = ValueRule.Positive,
            Aliases = [name.ToUpperInvariant()]
        };

    private static TaskParameter Centre(string name) =>
        Fixed(name, "m from the link's joint", 0.5, new(0.375, 0.625), new(0.25, 0.75), ValueRule.NotNegative);

    private static TaskParameter Fixed(
        string name, string unit, double standard, Interval train, Interval extrapolation, ValueRule rule) =>
        new(
            name, unit, standard, train, extrapolation)
        {
            Varies = false, Rule = rule,
            Aliases = [name.ToUpperInvariant()]
        };

    private readonly struct Physics<T>(ITaskConstants<T> task) : IDynamics<Physics<T>, T>
        where T : struct, IReal<T>
    {
        private readonly T _coupling = task["coupling"];       // m₂ l₁ c₂ / M₂₂
        private readonly T _rest = task["rest"];               // 1 − d₁ / M₂₂ less its cosine
        private readonly T _weight1 = task["weight_1"];        // (m₁c₁ + m₂l₁) g / M₂₂
        private readonly T _weight2 = task["weight_2"];        // m₂c₂ g / M₂₂
        private readonly T _torque = task["torque"];           // max_torque / M₂₂
        private readonly T _torqueNoise = task["torque_noise"];
        private readonly T _dt = task["dt"];
        private readonly T _speed1 = task["max_vel_1"];
        private readonly T _speed2 = task["max_vel_2"];
        private readonly StartBounds<T> _start = new(task);

        public static Physics<T> Of(ITaskConstants<T> task) => new(task);

        public static void Reset(in Physics<T> equations, ReadOnlySpan<T> noise, Span<T> state) =>
            equations._start.Draw(noise, state);

        public static void Observe(in Physics<T> equations, ReadOnlySpan<T> state, Span<T> observation)
        {
            (observation[1], observation[0]) = state[0].SinCos();
            (observation[3], observation[2]) = state[1].SinCos();
            (observation[4], observation[5]) = (state[2], state[3]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            // ((a − 1) max_torque + (2 noise − 1) torque_noise_max) / M₂₂
            var torque = (-(_torque + _torqueNoise)).Plus(action[0], _torque).Plus(noise[0], _torqueNoise, 2);
            var s = new TwoLinks<T>(state[0], state[1], state[2], state[3]);
            var k1 = Derivative(s, torque);
            var k2 = Derivative(s.Plus(k1, _dt, 0.5), torque);
            var k3 = Derivative(s.Plus(k2, _dt, 0.5), torque);
            var k4 = Derivative(s.Plus(k3, _dt), torque);
            var end = s.Plus(TwoLinks<T>.Weighted(k1, k2, k3, k4), _dt, 1.0 / 6);

            (next[0], next[1]) = (Wrap(end.Angle1), Wrap(end.Angle2));
            (next[2], next[3]) = (end.Speed1.Max(-_speed1).Min(_speed1), end.Speed2.Max(-_speed2).Min(_speed2));
            var isUp = next[0].Cos() + (next[0] + next[1]).Cos() < -1;
            return new(isUp.Count() + -1, isUp);
        }

        // With w = coupling · cos θ₂: M₁₂ = 1 + w, −det M = M₁₂² − M₁₁ = rest + w², b₁ = −φ₁, θ̈₁ = (b₁ − M₁₂b₂) / det
        // M, θ̈₂ = b₂ − M₁₂θ̈₁.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private TwoLinks<T> Derivative(in TwoLinks<T> s, T torque)
        {
            var (sin, cos) = s.Angle2.SinCos();
            var (w, whirl) = (cos * _coupling, sin * _coupling);
            var m12 = w + 1;
            var phi2 = (s.Angle1 + s.Angle2).Sin() * _weight2;
            var phi1 = phi2.Plus(s.Angle1.Sin(), _weight1).Plus(s.Speed2 * s.Speed2.Plus(s.Speed1, 2), whirl, -1);
            var b2 = (torque - phi2).Plus(s.Speed1 * s.Speed1, whirl, -1);
            var acc1 = phi1.Plus(m12, b2) / _rest.Plus(w, w);
            return new(s.Speed1, s.Speed2, acc1, b2.Plus(m12, acc1, -1));
        }

        // As few full turns as bring an angle into [−π, π], where both ends stay what they are.
        private static T Wrap(T angle)
        {
            // never below 0, as |angle| − π > −½ turn
            var turns = ((angle.Abs() - Math.PI) * (1 / FullTurn)).Ceiling();
            return angle.Plus(angle.Sign(), turns, -FullTurn);
        }
    }
}
