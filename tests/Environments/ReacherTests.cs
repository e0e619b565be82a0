using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class ReacherTests : EquationsContract
{
    protected override TaskFamily Family { get; } = new Reacher();

    protected override IReadOnlyList<Interval> Excursions { get; } = [new(-4, 4), new(-4, 4), new(-5, 5), new(-5, 5)];

    protected override (double[] Next, double Reward, bool Terminated) Published(
        Func<string, double> p, double[] s, double[] a, double[] u)
    {
        double[] pull = [Math.Clamp(a[0], -1, 1), Math.Clamp(a[1], -1, 1)];
        double[] torque = [pull[0] * p("max_torque"), pull[1] * p("max_torque")];
        var k1 = Derivative(p, s, torque);
        var k2 = Derivative(p, Ahead(s, k1, 0.01), torque);
        var k3 = Derivative(p, Ahead(s, k2, 0.01), torque);
        var k4 = Derivative(p, Ahead(s, k3, 0.02), torque);
        double[] next =
            [.. Enumerable.Range(0, 4).Select(i => s[i] + 0.02 / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]))];
        var x = p("link_length_1") * Math.Cos(next[0]) + p("link_length_2") * Math.Cos(next[0] + next[1]);
        var y = p("link_length_1") * Math.Sin(next[0]) + p("link_length_2") * Math.Sin(next[0] + next[1]);
        var distance = Math.Sqrt(Math.Pow(x - p("target_x"), 2) + Math.Pow(y - p("target_y"), 2));
        return (next, -distance - 0.1 * (pull[0] * pull[0] + pull[1] * pull[1]), false);
    }

    [Fact]
    public void Step_WithoutTorqueOrDamping_KeepsTheEnergy()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(new Dictionary<string, Tensor> { ["damping"] = tensor([0.0]) }, 1);
        var state = tensor([0.3, -0.8, 1.0, 2.0], [1, 1, 4]);
        var before = Energy(state);
        for (var t = 0; t < 200; t++)
        {
            state = Family.Step(tasks, state, zeros([1, 1, 2], ScalarType.Float64), zeros([1, 1, 0])).State;
        }

        Assert.Equal(before, Energy(state), 1e-5);
    }

    [Fact]
    public void Step_FiveThousandTimesInSinglePrecision_StillKnowsTheTip()
    {
        // 148 turns at up to 10 rad/s, after which the sine of a 32-bit angle that is never wrapped is off by 0.09.
        using var scope = NewDisposeScope();
        var tasks = Family.Create(new Dictionary<string, Tensor>(), 1);
        var (exact, single) = (zeros([1, 1, 4], ScalarType.Float64), zeros([1, 1, 4], ScalarType.Float32));
        var (torque, noise, rounded) = (
            tensor([1.0, 0.5], [1, 1, 2]), zeros([1, 1, 0]), tasks.To(CPU, ScalarType.Float32));
        for (var t = 0; t < 5000; t++)
        {
            exact = Family.Step(tasks, exact, torque, noise).State;
            single = Family.Step(rounded, single, torque.to_type(ScalarType.Float32), noise).State;
        }

        var difference = (Family.Observe(tasks, exact) - Family.Observe(rounded, single).to_type(ScalarType.Float64))
            .abs().max().ToDouble();
        Assert.True(difference < 0.01, $"the observation is off by {difference}");
        Assert.InRange(exact.select(-1, 0).ToDouble(), 900, 950);
        Assert.InRange(single.select(-1, 0).to_type(ScalarType.Float64).ToDouble(), 0, 32 * Math.PI);
    }

    [Fact]
    public void Observe_OfTheStretchedArm_EndsWithItsTip()
    {
        using var scope = NewDisposeScope();
        var seen = Family.Observe(
            Family.Create(new Dictionary<string, Tensor>(), 1), tensor([Math.PI / 2, 0.0, 3.0, 4.0], [1, 1, 4]));
        Assert.Equal([0, 1, 1, 0, 3, 4, 0, 1], seen.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    // Kinetic energy of the two default rods from the speeds of their centres and their spins, König's theorem; J.
    private static double Energy(Tensor state)
    {
        var s = state.contiguous().data<double>().ToArray();
        var (spin1, spin2) = (s[2], s[2] + s[3]);
        var (x1, y1) = (-0.5 * Math.Sin(s[0]) * spin1, 0.5 * Math.Cos(s[0]) * spin1);
        var (x2, y2) = (x1 - 0.25 * Math.Sin(s[0] + s[1]) * spin2, y1 + 0.25 * Math.Cos(s[0] + s[1]) * spin2);
        return (0.25 * (x1 * x1 + y1 * y1) + x2 * x2 + y2 * y2 + 0.25 / 12 * (spin1 * spin1 + spin2 * spin2)) / 2;
    }

    private static double[] Ahead(double[] s, double[] k, double time) => [.. s.Zip(k, (x, rate) => x + time * rate)];

    private static double[] Derivative(Func<string, double> p, double[] s, double[] torque)
    {
        var (m1, m2, l1, l2) = (p("link_mass_1"), p("link_mass_2"), p("link_length_1"), p("link_length_2"));
        var (c1, c2, i1, i2) = (l1 / 2, l2 / 2, m1 * l1 * l1 / 12, m2 * l2 * l2 / 12);
        var (cos, sin) = (Math.Cos(s[1]), Math.Sin(s[1]));
        var m11 = m1 * c1 * c1 + i1 + m2 * (l1 * l1 + c2 * c2 + 2 * l1 * c2 * cos) + i2;
        var m12 = m2 * (c2 * c2 + l1 * c2 * cos) + i2;
        var m22 = m2 * c2 * c2 + i2;
        var h = m2 * l1 * c2 * sin;
        var right1 = torque[0] + h * (2 * s[2] * s[3] + s[3] * s[3]) - p("damping") * s[2];
        var right2 = torque[1] - h * s[2] * s[2] - p("damping") * s[3];
        var determinant = m11 * m22 - m12 * m12;
        return [s[2], s[3], (m22 * right1 - m12 * right2) / determinant, (m11 * right2 - m12 * right1) / determinant];
    }
}
