using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;

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
}
