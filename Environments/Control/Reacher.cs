using System.Runtime.CompilerServices;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Control;

/// <summary>A planar arm of two driven links that must bring its tip to a target it cannot see.</summary>
/// <remarks>
/// M(q) q̈ + C(q, q̇) q̇ + D q̇ = τ, horizontal plane, uniform rods cᵢ = lᵢ/2, Iᵢ = mᵢlᵢ²/12 (Spong, Hutchinson,
/// Vidyasagar 2006, section 7.4): M₁₁ = m₁c₁² + I₁ + m₂(l₁² + c₂² + 2 l₁c₂ cos q₂) + I₂, M₁₂ = m₂(c₂² + l₁c₂ cos q₂) +
/// I₂, M₂₂ = m₂c₂² + I₂, h = m₂l₁c₂ sin q₂, C q̇ = (−h (2 q̇₁q̇₂ + q̇₂²), h q̇₁²), D = damping; τ = max_torque clip(a,
/// ±1) is held for a step and the motion integrated by one step of Runge and Kutta's fourth order method.
/// tip = (l₁ cos q₁ + l₂ cos(q₁ + q₂), l₁ sin q₁ + l₂ sin(q₁ + q₂)), rₜ = −‖tipₜ₊₁ − target‖₂ − 0.1 ‖clip(aₜ, ±1)‖².
/// 32-bit states lose 16 turns wherever an angle goes beyond ±32π.
/// The form of the reward is that of OpenAI Gym's Reacher (Brockman et al. 2016); numbers and ranges are this
/// program's.
/// </remarks>
/// <param name="horizon">Steps in an episode.</param>
public sealed class Reacher(int horizon = 100) : ControlFamily(
    new("reacher", Parameters),
    new Equations<Physics<TensorReal>, Physics<Lanes<float>>, Physics<Lanes<double>>>())
{
    /// <summary>Time of one step; s.</summary>
    public const double TimeStep = 0.02;

    /// <summary>Cost of a squared action.</summary>
    public const double ActionCost = 0.1;

    private const double Start = 0.1; // first angles and speeds are uniform within ± this; rad and rad/s

    public override string Definition =>
        "reward = −‖tip' − target‖₂ − 0.1 ‖clip(a, ±1)‖² after the step; torques max_torque · clip(a, ±1); RK4 with"
        + " steps of 0.02 s; "
        + "never terminated; start U[−0.1, 0.1]⁴. Spong, Hutchinson, Vidyasagar 2006, section 7.4; Brockman et al."
        + " 2016.";

    private static readonly IReadOnlyList<TaskParameter> Parameters =
    [
        new("target_x", "m", 0.5, new(-0.6, 0.6), new(-0.7, 0.7)),
        new("target_y", "m", 0.5, new(-0.6, 0.6), new(-0.7, 0.7)),
        Fixed("link_length_1", "m", 0.5, new(0.4, 0.6), new(0.35, 0.7), ValueRule.Positive),
        Fixed("link_length_2", "m", 0.5, new(0.4, 0.6), new(0.35, 0.7), ValueRule.Positive),
        Fixed("link_mass_1", "kg", 1, new(0.75, 1.25), new(0.5, 1.5), ValueRule.Positive),
        Fixed("link_mass_2", "kg", 1, new(0.75, 1.25), new(0.5, 1.5), ValueRule.Positive),
        Fixed("damping", "N m s", 0.1, new(0.05, 0.15), new(0, 0.2), ValueRule.NotNegative),
        Fixed("max_torque", "N m", 1, new(0.75, 1.25), new(0.5, 2), ValueRule.NotNegative),
    ];

    public override Space Observations => new Box(8);

    public override Space Actions => new Box(2, -1, 1);

    public override int Horizon => horizon;

    public override int ResetNoise => 4;

    public override IReadOnlyList<string> StateNames => ["q1", "q2", "q1_dot", "q2_dot"];

    /// <summary>
    /// The constants of M q̈ = b divided by M₂₂ = m₂ (c₂² + l₂²/12) = m₂l₂²/3; with r = l₁/l₂ they need no mass but
    /// m₁/m₂.
    /// </summary>
    protected override IReadOnlyDictionary<string, Tensor> Derive(TaskBatch tasks)
    {
        var (m1, m2) = (tasks["link_mass_1"], tasks["link_mass_2"]);
        var ratio = tasks["link_length_1"] / tasks["link_length_2"];
        var m22 = m2 * tasks["link_length_2"].square() / 3;
        return new Dictionary<string, Tensor>
        {
            ["coupling"] = ratio * 1.5,
            ["rest"] = ((m1 / m2) + 3) * ratio.square(),
            ["drag"] = tasks["damping"] / m22,
            ["torque"] = tasks["max_torque"] / m22,
        };
    }

    private static TaskParameter Fixed(
        string name, string unit, double standard, Interval train, Interval extrapolation, ValueRule rule) =>
        new(name, unit, standard, train, extrapolation) { Varies = false, Rule = rule };

    private readonly struct Physics<T>(ITaskConstants<T> task) : IDynamics<Physics<T>, T>
        where T : struct, IReal<T>
    {
        private readonly T _l1 = task["link_length_1"];
        private readonly T _l2 = task["link_length_2"];
        private readonly T _targetX = task["target_x"];
        private readonly T _targetY = task["target_y"];
        private readonly T _coupling = task["coupling"];       // m₂ l₁ c₂ / M₂₂ = 3/2 r
        private readonly T _rest = task["rest"];               // M₁₁ / M₂₂ − 1 less its cosine: (m₁/m₂ + 3) r²
        private readonly T _drag = task["drag"];               // D / M₂₂
        private readonly T _torque = task["torque"];           // max_torque / M₂₂

        public static Physics<T> Of(ITaskConstants<T> task) => new(task);

        public static void Reset(in Physics<T> equations, ReadOnlySpan<T> noise, Span<T> state)
        {
            for (var number = 0; number < state.Length; number++)
            {
                state[number] = (noise[number] * (2 * Start)) - Start;
            }
        }

        /// <summary>(cos q₁, sin q₁, cos q₂, sin q₂, q̇₁, q̇₂, tip's x and y).</summary>
        public static void Observe(in Physics<T> equations, ReadOnlySpan<T> state, Span<T> observation)
        {
            (observation[1], observation[0]) = state[0].SinCos();
            (observation[3], observation[2]) = state[1].SinCos();
            (observation[4], observation[5]) = (state[2], state[3]);
            (observation[6], observation[7]) = equations.Tip(state[0], state[1]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Outcome<T> Step(
            ReadOnlySpan<T> state, ReadOnlySpan<T> action, ReadOnlySpan<T> noise, Span<T> next)
        {
            var (pull1, pull2) = (action[0].Clamp(-1, 1), action[1].Clamp(-1, 1));
            var (torque1, torque2) = (pull1 * _torque, pull2 * _torque);
            var s = new TwoLinks<T>(state[0], state[1], state[2], state[3]);
            var k1 = Derivative(s, torque1, torque2);
            var k2 = Derivative(s.Plus(k1, TimeStep / 2), torque1, torque2);
            var k3 = Derivative(s.Plus(k2, TimeStep / 2), torque1, torque2);
            var k4 = Derivative(s.Plus(k3, TimeStep), torque1, torque2);
            var end = s.Plus(TwoLinks<T>.Weighted(k1, k2, k3, k4), TimeStep / 6);

            (next[0], next[1]) = (Angle.Near(end.Angle1), Angle.Near(end.Angle2));
            (next[2], next[3]) = (end.Speed1, end.Speed2);
            var (tipX, tipY) = Tip(end.Angle1, end.Angle2);
            var (x, y) = (tipX - _targetX, tipY - _targetY);
            var distance = (x * x).Plus(y, y).Sqrt();
            var effort = (pull1 * pull1).Plus(pull2, pull2);
            return new((-distance).Plus(effort, -ActionCost), distance.Never());
        }

        // q̈ from M q̈ = b = τ − C q̇ − D q̇, all divided by M₂₂: with w = coupling · cos q₂, M₁₂ = 1 + w and M₁₁ =
        // rest + 1 + 2w, so that det M = M₁₁ − M₁₂² = rest − w², q̈₁ = (b₁ − M₁₂b₂) / det M and q̈₂ = b₂ − M₁₂q̈₁.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private TwoLinks<T> Derivative(in TwoLinks<T> s, T torque1, T torque2)
        {
            var (sin, cos) = s.Angle2.SinCos();
            var (w, h) = (cos * _coupling, sin * _coupling);
            var m12 = w + 1;
            var b1 = torque1.Plus(s.Speed1, _drag, -1).Plus(s.Speed2.Plus(s.Speed1, 2) * s.Speed2, h);
            var b2 = torque2.Plus(s.Speed2, _drag, -1).Plus(s.Speed1 * s.Speed1, h, -1);
            var acc1 = b1.Plus(m12, b2, -1) / _rest.Plus(w, w, -1);
            return new(s.Speed1, s.Speed2, acc1, b2.Plus(m12, acc1, -1));
        }

        private (T X, T Y) Tip(T q1, T q2)
        {
            var (sin1, cos1) = q1.SinCos();
            var (sin, cos) = (q1 + q2).SinCos();
            return ((cos1 * _l1).Plus(cos, _l2), (sin1 * _l1).Plus(sin, _l2));
        }
    }
}
