using MetaRL.Environments.Tasks;
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
public sealed class Reacher(int horizon = 100) : TaskFamily(new("reacher", Parameters))
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

    public override Tensor Reset(TaskBatch tasks, Tensor noise) => noise.mul(2 * Start).sub(Start);

    /// <summary>(cos q₁, sin q₁, cos q₂, sin q₂, q̇₁, q̇₂, tip's x and y), [N, E, 8].</summary>
    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        using var scope = NewDisposeScope();
        var column = state.unbind(-1);
        var (tipX, tipY) = Tip(tasks, column[0], column[1]);
        return stack(
            [column[0].cos(), column[0].sin(), column[1].cos(), column[1].sin(), column[2], column[3], tipX, tipY], -1)
            .MoveToOuterDisposeScope();
    }

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var arm = new Arm(tasks);
        var column = state.unbind(-1);
        var pull = action.clamp(-1, 1);
        var (pull1, pull2) = (pull.select(-1, 0), pull.select(-1, 1));
        var (torque1, torque2) = (pull1 * arm.Torque, pull2 * arm.Torque);

        var s = new Motion(column[0], column[1], column[2], column[3]);
        var k1 = arm.Derivative(s, torque1, torque2);
        var k2 = arm.Derivative(s.Plus(k1, TimeStep / 2), torque1, torque2);
        var k3 = arm.Derivative(s.Plus(k2, TimeStep / 2), torque1, torque2);
        var k4 = arm.Derivative(s.Plus(k3, TimeStep), torque1, torque2);
        var next = s.Plus(k1, TimeStep / 6).Plus(k2, TimeStep / 3).Plus(k3, TimeStep / 3).Plus(k4, TimeStep / 6);

        var (tipX, tipY) = Tip(tasks, next.Q1, next.Q2);
        var distance = SquaredNorm(tipX - PerTask(tasks, "target_x"), tipY - PerTask(tasks, "target_y")).sqrt();
        var effort = SquaredNorm(pull1, pull2);
        return new Transition(
                StateOf(Angle.Near(next.Q1), Angle.Near(next.Q2), next.Q1Dot, next.Q2Dot),
                distance.neg().add(effort, -ActionCost),
                Constants.Never(distance))
            .MoveToOuterDisposeScope();
    }

    private static TaskParameter Fixed(
        string name, string unit, double standard, Interval train, Interval extrapolation, ValueRule rule) =>
        new(name, unit, standard, train, extrapolation) { Varies = false, Rule = rule };

    private static Tensor SquaredNorm(Tensor x, Tensor y) => x.square().addcmul(y, y, 1);

    private static (Tensor X, Tensor Y) Tip(TaskBatch tasks, Tensor q1, Tensor q2)
    {
        var (l1, l2) = (PerTask(tasks, "link_length_1"), PerTask(tasks, "link_length_2"));
        var both = q1 + q2;
        return ((q1.cos() * l1).addcmul(both.cos(), l2, 1), (q1.sin() * l1).addcmul(both.sin(), l2, 1));
    }

    // Angles and speeds, or their derivatives, each [N, E].
    private readonly record struct Motion(Tensor Q1, Tensor Q2, Tensor Q1Dot, Tensor Q2Dot)
    {
        public Motion Plus(Motion other, double time) => new(
            Q1.add(other.Q1, time), Q2.add(other.Q2, time), Q1Dot.add(other.Q1Dot, time), Q2Dot.add(other.Q2Dot, time));
    }

    // The constants of the equations of motion divided by M₂₂, each [N, 1]; with r = l₁/l₂ they need no mass but m₁/m₂.
    private sealed class Arm
    {
        private readonly Constants _number;
        private readonly Tensor _coupling; // m₂ l₁ c₂ / M₂₂ = 3/2 r
        private readonly Tensor _rest;     // M₁₁ / M₂₂ − 1 without its cosine = (m₁/m₂ + 3) r²
        private readonly Tensor _damping;  // D / M₂₂

        public Arm(TaskBatch tasks)
        {
            _number = Constants.Of(tasks.Dtype);
            var (m1, m2) = (PerTask(tasks, "link_mass_1"), PerTask(tasks, "link_mass_2"));
            var (l1, l2) = (PerTask(tasks, "link_length_1"), PerTask(tasks, "link_length_2"));
            var ratio = l1 / l2;
            var inverse = _number[3] / (m2 * l2.square());                    // M₂₂ = m₂ (c₂² + l₂²/12) = m₂l₂²/3
            _coupling = ratio * _number[1.5];
            _rest = (m1 / m2 + _number[3]) * ratio.square();
            _damping = PerTask(tasks, "damping") * inverse;
            Torque = PerTask(tasks, "max_torque") * inverse;
        }

        /// <summary>max_torque / M₂₂, [N, 1].</summary>
        public Tensor Torque { get; }

        // q̈ from M q̈ = b = τ − C q̇ − D q̇, all divided by M₂₂: with w = coupling · cos q₂, M₁₂ = 1 + w and M₁₁ =
        // rest + 1 + 2w, so that det M = M₁₁ − M₁₂² = rest − w², q̈₁ = (b₁ − M₁₂b₂) / det M and q̈₂ = b₂ − M₁₂q̈₁.
        public Motion Derivative(Motion s, Tensor torque1, Tensor torque2)
        {
            using var scope = NewDisposeScope(); // so that the next derivative computes in the same memory
            var w = s.Q2.cos() * _coupling;
            var h = s.Q2.sin() * _coupling;
            var m12 = w + _number[1];
            var b1 = torque1.addcmul(s.Q1Dot, _damping, -1).addcmul(s.Q2Dot.add(s.Q1Dot, 2) * s.Q2Dot, h, 1);
            var b2 = torque2.addcmul(s.Q2Dot, _damping, -1).addcmul(s.Q1Dot.square(), h, -1);
            var acc1 = b1.addcmul(m12, b2, -1) / _rest.addcmul(w, w, -1);
            return new Motion(
                s.Q1Dot, s.Q2Dot, acc1.MoveToOuterDisposeScope(), b2.addcmul(m12, acc1, -1).MoveToOuterDisposeScope());
        }
    }
}
