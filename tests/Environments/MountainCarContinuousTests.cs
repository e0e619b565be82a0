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
        var velocity = s[1] + Math.Clamp(a[0], -1, 1) * p("power") - p("gravity") * Math.Cos(3 * s[0]);
        velocity = Math.Clamp(velocity, -p("max_speed"), p("max_speed"));
        var position = Math.Clamp(s[0] + velocity, p("min_position"), p("max_position"));
        velocity = position == p("min_position") && velocity < 0 ? 0 : velocity;
        var goal = position >= p("goal_position") && velocity >= p("goal_velocity");
        return ([position, velocity], (goal ? 100 : 0) - 0.1 * a[0] * a[0], goal);
    }

    [Fact]
    public void Step_WithALongAction_PaysForAllOfItAndMovesByTheClippedPart()
    {
        using var scope = NewDisposeScope();
        var step = Family.Step(
            Family.Create(new Dictionary<string, Tensor>(), 1), tensor([-Math.PI / 6, 0.0], [1, 1, 2]), tensor([3.0], [1, 1, 1]), zeros([1, 1, 0]));
        Assert.Equal(-0.9, step.Reward.ToDouble(), 12);
        Assert.Equal(0.0015, step.State.select(-1, 1).ToDouble(), 12);
    }
}
