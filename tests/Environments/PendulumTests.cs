using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
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
        var speed = s[1] + (3 * p("g") / (2 * p("l")) * Math.Sin(s[0]) + 3 / (p("m") * p("l") * p("l")) * torque) * p("dt");
        speed = Math.Clamp(speed, -p("max_speed"), p("max_speed"));
        return ([s[0] + speed * p("dt"), speed], -cost, false);
    }

    [Fact]
    public void Actions_WhereTheTorqueVaries_ReachTheStrongestMotor()
    {
        Assert.Equal(new Box(1, -2, 2), Family.Actions);
        Assert.Equal(new Box(1, -3, 3), MetaRL.Experiments.Families.Create("pendulum", ["tasks.max_torque=3"]).Actions);
        Assert.Equal(new Box(1, -4, 4), MetaRL.Experiments.Families.Create("pendulum", ["tasks.max_torque=train"]).Actions);
    }

    [Fact]
    public void Observe_OfAState_IsCosineSineAndSpeed()
    {
        using var scope = NewDisposeScope();
        var seen = Family.Observe(Family.Create(new Dictionary<string, Tensor>(), 1), tensor([Math.PI / 6, 3.0], [1, 1, 2]));
        Assert.Equal([0.8660254037844387, 0.5, 3], seen.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Reset_WithOtherBounds_StaysWithinThem()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(new Dictionary<string, Tensor> { ["x_init"] = tensor([0.5]), ["y_init"] = tensor([0.25]) }, 1);
        var state = Family.Reset(tasks, tensor([0.0, 0.0, 0.75, 0.5, 1.0, 1.0], [1, 3, 2]));
        Assert.Equal([-0.5, -0.25, 0.25, 0, 0.5, 0.25], state.contiguous().data<double>().ToArray());
    }

    [Fact]
    public void Reset_OfNoise_IsAnyAngleAndASmallSpeed()
    {
        using var scope = NewDisposeScope();
        var state = Family.Reset(Family.Create(new Dictionary<string, Tensor>(), 1), tensor([0.0, 0.0, 1.0, 1.0], [1, 2, 2]));
        Assert.Equal(
            [-Math.PI, -1, Math.PI, 1], state.contiguous().data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }
}
