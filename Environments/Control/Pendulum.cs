using MetaRL.Environments.Tasks;
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
public sealed class Pendulum(int horizon = 200) : TaskFamily(new("pendulum", Parameters))
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

    public override Tensor Reset(TaskBatch tasks, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var (angle, speed) = (PerTask(tasks, "start_angle"), PerTask(tasks, "start_speed"));
        return StateOf(noise.select(-1, 0) * (angle + angle) - angle, noise.select(-1, 1) * (speed + speed) - speed)
            .MoveToOuterDisposeScope();
    }

    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        var theta = state.select(-1, 0);
        return stack([theta.cos(), theta.sin(), state.select(-1, 1)], -1);
    }

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var number = Constants.Of(state.dtype);
        var (length, dt) = (PerTask(tasks, "l"), PerTask(tasks, "dt"));
        var (speed, torque) = (PerTask(tasks, "max_speed"), PerTask(tasks, "max_torque"));
        var rate = dt * number[1.5] / length;
        var fall = rate * PerTask(tasks, "g");                                     // change of speed per sin θ, [N, 1]
        // half the change of speed per N m, [N, 1]
        var turn = rate / (PerTask(tasks, "m") * length);

        var (theta, thetaDot) = (state.select(-1, 0), state.select(-1, 1));
        var u = action.squeeze(-1).minimum(torque).maximum(-torque);
        var turns = ((theta + number[Math.PI]) * number[0.5 / Math.PI]).floor();
        var angle = theta.add(turns, -2 * Math.PI);
        var reward = angle.square().addcmul(thetaDot, thetaDot, 0.1).addcmul(u, u, 0.001).neg();

        var nextDot = thetaDot.addcmul(theta.sin(), fall, 1).addcmul(u, turn, 2).minimum(speed).maximum(-speed);
        var next = StateOf(Angle.Near(theta.addcmul(nextDot, dt, 1)), nextDot);
        return new Transition(next, reward, Constants.Never(theta)).MoveToOuterDisposeScope();
    }
}
