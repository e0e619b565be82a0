using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class PendulumTests : EquationsContract
{
    protected override TaskFamily Family { get; } = new Pendulum();

    protected override IReadOnlyList<Interval> Excursions { get; } = [new(-12, 12), new(-11, 11)];

    protected override (double[] Next, double Reward, bool Terminated) Published(
        Func<string, double> p, double[] s, double[] a, double[] u)
    {
        var torque = Math.Clamp(a[0], -p("max_torque"), p("max_torque"));
        var angle = s[0] + Math.PI - 2 * Math.PI * Math.Floor((s[0] + Math.PI) / (2 * Math.PI)) - Math.PI;
        var cost = angle * angle + 0.1 * s[1] * s[1] + 0.001 * torque * torque;
        var speed = s[1] + (
            3 * p("g") / (2 * p("l")) * Math.Sin(s[0]) + 3 / (p("m") * p("l") * p("l")) * torque) * p("dt");
        speed = Math.Clamp(speed, -p("max_speed"), p("max_speed"));
        return ([s[0] + speed * p("dt"), speed], -cost, false);
    }

    [Fact]
    public void Actions_WhereTheTorqueVaries_ReachTheStrongestMotor()
    {
        Assert.Equal(new Box(1, -2, 2), Family.Actions);
        Assert.Equal(
            new Box(1, -3, 3), MetaRL.Configuration.Families.Create("pendulum", ["tasks.max_torque=3"]).Actions);
        Assert.Equal(
            new Box(1, -4, 4), MetaRL.Configuration.Families.Create("pendulum", ["tasks.max_torque=train"]).Actions);
    }

    [Fact]
    public void Observe_OfAState_IsCosineSineAndSpeed()
    {
        using var scope = NewDisposeScope();
        var seen = Family.Observe(
            Family.Create(new Dictionary<string, Tensor>(), 1), tensor([Math.PI / 6, 3.0], [1, 1, 2]));
        Assert.Equal([0.8660254037844387, 0.5, 3], seen.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Step_FiveThousandTimesInSinglePrecision_StillKnowsTheAngle()
    {
        // It spins at up to 8 rad/s: 290 turns, after which a 32-bit angle that is never wrapped has a cosine off by
        // 0.05.
        using var scope = NewDisposeScope();
        var tasks = Family.Create(new Dictionary<string, Tensor>(), 1);
        var (exact, single) = (zeros([1, 1, 2], ScalarType.Float64), zeros([1, 1, 2], ScalarType.Float32));
        var (torque, noise, rounded) = (
            full([1, 1, 1], 2.0, ScalarType.Float64), zeros([1, 1, 0]), tasks.To(CPU, ScalarType.Float32));
        var worst = 0.0;
        for (var t = 0; t < 5000; t++)
        {
            exact = Family.Step(tasks, exact, torque, noise).State;
            single = Family.Step(rounded, single, torque.to_type(ScalarType.Float32), noise).State;
            worst = Math.Max(
                worst,
                Math.Abs(Angle(exact).cos().ToDouble() - Angle(single).to_type(ScalarType.Float64).cos().ToDouble()));
        }

        Assert.True(worst < 0.006, $"the cosine is off by {worst}");
        Assert.InRange(Angle(exact).ToDouble(), 1800, 1850);
        Assert.InRange(Angle(single).ToDouble(), 0, 32 * Math.PI);

        static Tensor Angle(Tensor state) => state.select(-1, 0);
    }

    [Theory]
    [InlineData(100f, 8, 100.4f)]
    [InlineData(-100f, -8, -100.4f)]
    [InlineData(100.1f, 8, 100.5f)]       // 32π are 100.53
    [InlineData(100.4f, 8, 0.26903534f)]
    [InlineData(-100.4f, -8, -0.26903534f)]
    public void Step_InSinglePrecision_TakesSixteenTurnsFromAnAngleBeyondThem(float angle, double speed, float next) =>
        Assert.Equal(next, (float)Turned(ScalarType.Float32, angle, speed));

    [Fact]
    public void Step_InDoublePrecision_NeverWraps() => Assert.Equal(1000.4, Turned(ScalarType.Float64, 1000, 8), 12);

    // The angle after one step without gravity and torque.
    private double Turned(ScalarType dtype, double angle, double speed)
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(new Dictionary<string, Tensor> { ["g"] = tensor([0.0]) }, 1).To(CPU, dtype);
        var state = tensor([angle, speed], [1, 1, 2]).to_type(dtype);
        return Family.Step(tasks, state, zeros([1, 1, 1], dtype), zeros([1, 1, 0])).State.select(-1, 0)
            .to_type(ScalarType.Float64).ToDouble();
    }

    [Fact]
    public void Reset_WithOtherBounds_StaysWithinThem()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(
            new Dictionary<string, Tensor> { ["x_init"] = tensor([0.5]), ["y_init"] = tensor([0.25]) }, 1);
        var state = Family.Reset(tasks, tensor([0.0, 0.0, 0.75, 0.5, 1.0, 1.0], [1, 3, 2]));
        Assert.Equal([-0.5, -0.25, 0.25, 0, 0.5, 0.25], state.contiguous().data<double>().ToArray());
    }

    [Fact]
    public void Reset_OfNoise_IsAnyAngleAndASmallSpeed()
    {
        using var scope = NewDisposeScope();
        var state = Family.Reset(
            Family.Create(new Dictionary<string, Tensor>(), 1), tensor([0.0, 0.0, 1.0, 1.0], [1, 2, 2]));
        Assert.Equal(
            [-Math.PI, -1, Math.PI, 1], state.contiguous().data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }
}
