using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class MountainCarContinuousTests : EquationsContract
{
    protected override TaskFamily Family { get; } = new MountainCarContinuous();

    protected override IReadOnlyList<Interval> Excursions { get; } = [new(-1.3, 0.75), new(-0.09, 0.09)];

    protected override (double[] Next, double Reward, bool Terminated) Published(
        Func<string, double> p, double[] s, double[] a, double[] u)
    {
        var velocity = s[1] + Math.Clamp(
            a[0], p("min_action"), p("max_action")) * p("power") - p("gravity") * Math.Cos(3 * s[0]);
        velocity = Math.Clamp(velocity, -p("max_speed"), p("max_speed"));
        var position = Math.Clamp(s[0] + velocity, p("min_position"), p("max_position"));
        velocity = position == p("min_position") && velocity < 0 ? 0 : velocity;
        var goal = position >= p("goal_position") && velocity >= p("goal_velocity");
        return ([position, velocity], (goal ? 100 : 0) - 0.1 * a[0] * a[0], goal);
    }

    [Fact]
    public void Actions_WhereTheirBoundsVary_ReachTheWidest()
    {
        Assert.Equal(new Box(1, -1, 1), Family.Actions);
        Assert.Equal(
            new Box(1, -1, 0.5),
            MetaRL.Configuration.Families.Create("mountain-car-continuous", ["tasks.max_action=0.5"]).Actions);
        Assert.Equal(
            new Box(1, -1.5, 1),
            MetaRL.Configuration.Families.Create("mountain-car-continuous", ["tasks.min_action=train"]).Actions);
    }

    [Theory]
    [InlineData(3, 0.0006)]
    [InlineData(0.25, 0.000375)]
    [InlineData(-3, -0.003)]
    public void Step_WithOtherBoundsOfTheAction_ClipsThere(double action, double velocity)
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(
            new Dictionary<string, Tensor> { ["min_action"] = tensor([-2.0]), ["max_action"] = tensor([0.4]) }, 1);
        var step = Family.Step(
            tasks, tensor([-Math.PI / 6, 0.0], [1, 1, 2]), tensor([action], [1, 1, 1]), zeros([1, 1, 0]));
        Assert.Equal(velocity, step.State.select(-1, 1).ToDouble(), 12);
        Assert.Equal(-0.1 * action * action, step.Reward.ToDouble(), 12);
    }

    [Fact]
    public void Step_WithALongAction_PaysForAllOfItAndMovesByTheClippedPart()
    {
        using var scope = NewDisposeScope();
        var step = Family.Step(
            Family.Create(new Dictionary<string, Tensor>(), 1), tensor([-Math.PI / 6, 0.0], [1, 1, 2]),
            tensor([3.0], [1, 1, 1]), zeros([1, 1, 0]));
        Assert.Equal(-0.9, step.Reward.ToDouble(), 12);
        Assert.Equal(0.0015, step.State.select(-1, 1).ToDouble(), 12);
    }
}
