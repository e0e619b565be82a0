using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class MountainCarTests : EquationsContract
{
    protected override TaskFamily Family { get; } = new MountainCar();

    protected override IReadOnlyList<Interval> Excursions { get; } = [new(-1.3, 0.75), new(-0.09, 0.09)];

    protected override (double[] Next, double Reward, bool Terminated) Published(
        Func<string, double> p, double[] s, double[] a, double[] u)
    {
        var velocity = s[1] + (a[0] - 1) * p("force") - p("gravity") * Math.Cos(3 * s[0]);
        velocity = Math.Clamp(velocity, -p("max_speed"), p("max_speed"));
        var position = Math.Clamp(s[0] + velocity, p("min_position"), p("max_position"));
        velocity = position == p("min_position") && velocity < 0 ? 0 : velocity;
        return ([position, velocity], -1, position >= p("goal_position") && velocity >= p("goal_velocity"));
    }

    [Fact]
    public void Reset_OfTheDefaultTask_HasTheBitsOfItsOwnPrecision()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(new Dictionary<string, Tensor>(), 1);
        var single = Family.Reset(tasks.To(CPU, ScalarType.Float32), tensor([0f, 0.3f, 1f], [1, 3, 1]));
        Assert.Equal(
            [-0.6f, (0.3f * 0.2f) - 0.6f, 0.2f - 0.6f], single.select(-1, 0).contiguous().data<float>().ToArray());
    }

    [Fact]
    public void Reset_BetweenOtherBounds_StartsThere()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(
            new Dictionary<string, Tensor> { ["low"] = tensor([-1.0]), ["high"] = tensor([-0.5]) }, 1);
        var state = Family.Reset(tasks, tensor([0.0, 0.5, 1], [1, 3, 1]));
        Assert.Equal([-1, 0, -0.75, 0, -0.5, 0], state.contiguous().data<double>().ToArray());
    }
}
