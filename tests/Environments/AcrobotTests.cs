using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class AcrobotTests : EquationsContract
{
    protected override TaskFamily Family { get; } = new Acrobot();

    protected override IReadOnlyList<Interval> Excursions { get; } =
        [
            new(-Math.PI, Math.PI), new(-Math.PI, Math.PI), new(-4 * Math.PI, 4 * Math.PI),
            new(-9 * Math.PI, 9 * Math.PI),
        ];

    protected override (double[] Next, double Reward, bool Terminated) Published(
        Func<string, double> p, double[] s, double[] a, double[] u)
    {
        var torque = (a[0] - 1) * p("max_torque") + p("torque_noise_max") * (2 * u[0] - 1);
        var dt = p("dt");
        var k1 = Derivative(p, s, torque);
        var k2 = Derivative(p, Ahead(s, k1, dt / 2), torque);
        var k3 = Derivative(p, Ahead(s, k2, dt / 2), torque);
        var k4 = Derivative(p, Ahead(s, k3, dt), torque);
        var next = new double[4];
        for (var i = 0; i < 4; i++)
        {
            next[i] = s[i] + dt / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        }

        next[0] = Wrap(next[0]);
        next[1] = Wrap(next[1]);
        next[2] = Math.Clamp(next[2], -p("max_vel_1"), p("max_vel_1"));
        next[3] = Math.Clamp(next[3], -p("max_vel_2"), p("max_vel_2"));
        var terminated = -Math.Cos(next[0]) - Math.Cos(next[1] + next[0]) > 1;
        return (next, terminated ? 0 : -1, terminated);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Step_HangingUpsideDown_KeepsTheSignOfTheAngle(int sign)
    {
        // Gymnasium's wrap leaves both ends of [−π, π] as they are; straight up is an equilibrium without torque.
        using var scope = NewDisposeScope();
        var family = new Acrobot();
        var tasks = family.Create(new Dictionary<string, Tensor>(), 1);
        var state = tensor([sign * Math.PI, 0.0, 0.0, 0.0], [1, 1, 4]);
        var next = family.Step(
            tasks, state, ones([1, 1], ScalarType.Int64),
            full([1, 1, family.StepNoise], 0.5, ScalarType.Float64)).State;
        Assert.Equal(sign * Math.PI, next.data<double>().ToArray()[0], 12);
    }

    [Fact]
    public void Create_ByGymnasiumsName_SetsTheParameter()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(new Dictionary<string, Tensor> { ["LINK_COM_POS_2"] = tensor([0.4]) }, 1);
        Assert.Equal(0.4, tasks["link_com_pos_2"].ToDouble());
    }

    [Theory]
    [InlineData(0, -7.02439024390e-5)]
    [InlineData(1, 0)]
    [InlineData(2, 7.02439024390e-5)]
    public void Step_WithAnotherTorque_TurnsTheSecondLinkByIt(long action, double speed)
    {
        // At rest without gravity θ̈₂ = a / (M₂₂ − d₂²/d₁) with d₁ = 4.5, d₂ = 1.75, M₂₂ = 1.25, and the step is short
        // enough for θ̇₂ = θ̈₂ dt.
        using var scope = NewDisposeScope();
        var tasks = Family.Create(
            new Dictionary<string, Tensor>
            { ["AVAIL_TORQUE"] = tensor([0.4]), ["g"] = tensor([0.0]), ["dt"] = tensor([1e-4]) }, 1);
        var (rest, noise) = (zeros([1, 1, 4], ScalarType.Float64), full([1, 1, 1], 0.5, ScalarType.Float64));
        Assert.Equal(
            speed,
            Family.Step(tasks, rest, full([1, 1], action, ScalarType.Int64), noise).State.select(-1, 3).ToDouble(), 12);
    }

    private static double[] Ahead(double[] s, double[] k, double time) => [.. s.Zip(k, (x, rate) => x + time * rate)];

    private static double Wrap(double x)
    {
        while (x > Math.PI)
        {
            x -= 2 * Math.PI;
        }

        while (x < -Math.PI)
        {
            x += 2 * Math.PI;
        }

        return x;
    }

    private static double[] Derivative(Func<string, double> p, double[] s, double torque)
    {
        var g = p("gravity");
        var (m1, m2, l1) = (p("link_mass_1"), p("link_mass_2"), p("link_length_1"));
        var (lc1, lc2, inertia) = (p("link_com_pos_1"), p("link_com_pos_2"), p("link_moi"));
        var (theta1, theta2, dtheta1, dtheta2) = (s[0], s[1], s[2], s[3]);
        var d1 = m1 * lc1 * lc1 + m2 * (l1 * l1 + lc2 * lc2 + 2 * l1 * lc2 * Math.Cos(theta2)) + inertia + inertia;
        var d2 = m2 * (lc2 * lc2 + l1 * lc2 * Math.Cos(theta2)) + inertia;
        var phi2 = m2 * lc2 * g * Math.Cos(theta1 + theta2 - Math.PI / 2);
        var phi1 = -m2 * l1 * lc2 * dtheta2 * dtheta2 * Math.Sin(theta2)
            - 2 * m2 * l1 * lc2 * dtheta2 * dtheta1 * Math.Sin(theta2)
            + (m1 * lc1 + m2 * l1) * g * Math.Cos(theta1 - Math.PI / 2) + phi2;
        var acc2 = (torque + d2 / d1 * phi1 - m2 * l1 * lc2 * dtheta1 * dtheta1 * Math.Sin(theta2) - phi2)
            / (m2 * lc2 * lc2 + inertia - d2 * d2 / d1);
        return [dtheta1, dtheta2, -(d2 * acc2 + phi1) / d1, acc2];
    }
}
