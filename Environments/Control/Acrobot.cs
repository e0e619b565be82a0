using MetaRL.Environments.Tasks;
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
public sealed class Acrobot(int horizon = 500) : TaskFamily(new("acrobot", Parameters))
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

    public override Tensor Reset(TaskBatch tasks, Tensor noise) => StartBounds.Draw(tasks, noise);

    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        var column = state.unbind(-1);
        return stack([column[0].cos(), column[0].sin(), column[1].cos(), column[1].sin(), column[2], column[3]], -1);
    }

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var links = new Links(tasks);
        var dt = PerTask(tasks, "dt");
        var number = Constants.Of(state.dtype);
        var half = dt * number[0.5];
        var torque = links.Torque(action.to_type(state.dtype), noise.select(-1, 0));

        var column = state.unbind(-1);
        var s = new Motion(column[0], column[1], column[2], column[3]);
        var k1 = links.Derivative(s, torque);
        var k2 = links.Derivative(s.Plus(k1, half), torque);
        var k3 = links.Derivative(s.Plus(k2, half), torque);
        var k4 = links.Derivative(s.Plus(k3, dt), torque);
        var next = s.Plus(Motion.Weighted(k1, k2, k3, k4), dt * number[1.0 / 6]);

        var (theta1, theta2) = (Wrap(next.Theta1), Wrap(next.Theta2));
        var (max1, max2) = (PerTask(tasks, "max_vel_1"), PerTask(tasks, "max_vel_2"));
        var after = StateOf(
            theta1, theta2, next.Theta1Dot.maximum(-max1).minimum(max1), next.Theta2Dot.maximum(-max2).minimum(max2));
        var terminated = (theta1.cos() + (theta2 + theta1).cos()) < number[-1];
        return new Transition(after, terminated + number[-1], terminated).MoveToOuterDisposeScope();
    }

    protected override TaskBatch Prepare(TaskBatch tasks) => StartBounds.Prepare(tasks);

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

    // As few full turns as bring an angle into [−π, π], where both ends stay what they are.
    private static Tensor Wrap(Tensor angle)
    {
        using var scope = NewDisposeScope();
        var number = Constants.Of(angle.dtype);
        // never below 0, as |angle| − π > −½ turn
        var turns = ((angle.abs() - number[Math.PI]) * number[1 / FullTurn]).ceil();
        return angle.addcmul(angle.sign(), turns, -FullTurn).MoveToOuterDisposeScope();
    }

    // Angles and speeds, or their derivatives, each [N, E].
    private readonly record struct Motion(Tensor Theta1, Tensor Theta2, Tensor Theta1Dot, Tensor Theta2Dot)
    {
        public Motion Plus(Motion other, Tensor time) => new(
            Theta1.addcmul(other.Theta1, time, 1), Theta2.addcmul(other.Theta2, time, 1),
            Theta1Dot.addcmul(other.Theta1Dot, time, 1), Theta2Dot.addcmul(other.Theta2Dot, time, 1));

        // k₁ + 2k₂ + 2k₃ + k₄
        public static Motion Weighted(Motion k1, Motion k2, Motion k3, Motion k4) => new(
            Weighted(k1.Theta1, k2.Theta1, k3.Theta1, k4.Theta1), Weighted(k1.Theta2, k2.Theta2, k3.Theta2, k4.Theta2),
            Weighted(k1.Theta1Dot, k2.Theta1Dot, k3.Theta1Dot, k4.Theta1Dot),
            Weighted(k1.Theta2Dot, k2.Theta2Dot, k3.Theta2Dot, k4.Theta2Dot));

        private static Tensor Weighted(Tensor a, Tensor b, Tensor c, Tensor d) => a.add(b, 2).add(c, 2).add(d);
    }

    // The equations of motion in the form M θ̈ = b, all divided by M₂₂ = m₂c₂² + I, with M₁₁ = d₁ and M₁₂ = d₂;
    // constants are [N, 1].
    private sealed class Links
    {
        private readonly Constants _number;
        private readonly Tensor _coupling; // m₂ l₁ c₂ / M₂₂
        private readonly Tensor _rest;     // 1 − d₁ / M₂₂ without its cosine, −(m₁c₁² + m₂l₁² + I) / M₂₂
        private readonly Tensor _weight1;  // (m₁c₁ + m₂l₁) g / M₂₂
        private readonly Tensor _weight2;  // m₂c₂ g / M₂₂
        private readonly Tensor _torque;   // max_torque / M₂₂
        private readonly Tensor _noise;    // torque_noise_max / M₂₂

        public Links(TaskBatch tasks)
        {
            _number = Constants.Of(tasks.Dtype);
            var (m1, m2, l1) = (
                PerTask(tasks, "link_mass_1"), PerTask(tasks, "link_mass_2"), PerTask(tasks, "link_length_1"));
            var (c1, c2, inertia) = (
                PerTask(tasks, "link_com_pos_1"), PerTask(tasks, "link_com_pos_2"), PerTask(tasks, "link_moi"));
            var (mc1, mc2, ml1) = (m1 * c1, m2 * c2, m2 * l1);
            var m22 = inertia.addcmul(mc2, c2, 1);
            var pull = PerTask(tasks, "gravity") / m22;
            _coupling = mc2 * l1 / m22;
            _rest = inertia.addcmul(mc1, c1, 1).addcmul(ml1, l1, 1) / m22.neg();
            _weight1 = (mc1 + ml1) * pull;
            _weight2 = mc2 * pull;
            _torque = PerTask(tasks, "max_torque") / m22;
            _noise = PerTask(tasks, "torque_noise_max") / m22;
        }

        /// <summary>((action − 1) max_torque + (2 noise − 1) torque_noise_max) / M₂₂, [N, E].</summary>
        public Tensor Torque(Tensor action, Tensor noise) =>
            (_torque + _noise).neg().addcmul(action, _torque, 1).addcmul(noise, _noise, 2);

        // With w = coupling · cos θ₂: M₁₂ = 1 + w, −det M = M₁₂² − M₁₁ = rest + w², b₁ = −φ₁, θ̈₁ = (b₁ − M₁₂b₂) / det
        // M, θ̈₂ = b₂ − M₁₂θ̈₁.
        public Motion Derivative(Motion s, Tensor torque)
        {
            using var scope = NewDisposeScope(); // so that the next derivative computes in the same memory
            var w = s.Theta2.cos() * _coupling;
            var whirl = s.Theta2.sin() * _coupling;
            var m12 = w + _number[1];
            var phi2 = (s.Theta1 + s.Theta2).sin() * _weight2;
            var phi1 = phi2.addcmul(s.Theta1.sin(), _weight1, 1)
                .addcmul(s.Theta2Dot * s.Theta2Dot.add(s.Theta1Dot, 2), whirl, -1);
            var b2 = (torque - phi2).addcmul(s.Theta1Dot.square(), whirl, -1);
            var acc1 = phi1.addcmul(m12, b2, 1) / _rest.addcmul(w, w, 1);
            return new Motion(
                s.Theta1Dot, s.Theta2Dot, acc1.MoveToOuterDisposeScope(),
                b2.addcmul(m12, acc1, -1).MoveToOuterDisposeScope());
        }
    }
}
