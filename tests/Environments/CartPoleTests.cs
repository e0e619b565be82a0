using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class CartPoleTests : EquationsContract
{
    protected override TaskFamily Family { get; } = new CartPole();

    protected override IReadOnlyList<Interval> Excursions { get; } =
        [new(-3, 3), new(-3, 3), new(-0.4, 0.4), new(-3, 3)];

    protected override (double[] Next, double Reward, bool Terminated) Published(
        Func<string, double> p, double[] s, double[] a, double[] u)
    {
        var total = p("masspole") + p("masscart");
        var poleMassLength = p("masspole") * p("length");
        var force = a[0] == 1 ? p("force_mag") : -p("force_mag");
        var (cos, sin) = (Math.Cos(s[2]), Math.Sin(s[2]));
        var temp = (force + poleMassLength * s[3] * s[3] * sin) / total;
        var angular = (p("gravity") * sin - cos * temp) / (
            p("length") * (4.0 / 3.0 - p("masspole") * cos * cos / total));
        var linear = temp - poleMassLength * angular * cos / total;
        var tau = p("tau");
        double[] next = [s[0] + tau * s[1], s[1] + tau * linear, s[2] + tau * s[3], s[3] + tau * angular];
        return (next, 1, Math.Abs(next[0]) > p("x_threshold") || Math.Abs(next[2]) > p("theta_threshold_radians"));
    }

    [Theory]
    [InlineData("masscart")]
    [InlineData("masspole")]
    [InlineData("length")]
    public void Step_WithAPartOfADerivedQuantityChanged_ChangesTheAcceleration(string parameter)
    {
        using var scope = NewDisposeScope();
        var (one, two) = (Velocity([]), Velocity(new() { [parameter] = tensor([0.7]) }));
        Assert.True(Math.Abs(one - two) > 1e-4);
    }

    [Theory]
    [InlineData(2.39, 0, false)]
    [InlineData(-2.41, 0, true)]
    [InlineData(0, -0.209, false)]
    [InlineData(0, 0.21, true)] // 12° are 0.2094
    public void Step_OfTheDefaultTask_EndsBeyondTheRailOrTwelveDegrees(double x, double theta, bool ends) =>
        Assert.Equal(ends, Ends([], x, theta));

    [Theory]
    [InlineData("x_threshold", 3, -2.9, 0, false)]
    [InlineData("x_threshold", 3, 3.1, 0, true)]
    [InlineData("theta_threshold_radians", 0.3, 0, -0.29, false)]
    [InlineData("theta_threshold_radians", 0.3, 0, 0.31, true)]
    public void Step_WithAnotherThreshold_EndsBeyondIt(
        string parameter, double value, double x, double theta, bool ends) =>
        Assert.Equal(ends, Ends(new() { [parameter] = tensor([value]) }, x, theta));

    [Fact]
    public void Reset_BetweenOtherBounds_IsUniformThere()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(
            new Dictionary<string, Tensor> { ["low"] = tensor([0.25, -1]), ["high"] = tensor([0.5, 1]) }, 2);
        var state = Family.Reset(tasks, tensor([0.0, 0.5, 0.75, 1], [1, 1, 4]).expand(2, 1, 4));
        Assert.Equal([0.25, 0.375, 0.4375, 0.5, -1, 0, 0.5, 1], state.contiguous().data<double>().ToArray());
    }

    [Fact]
    public void Reset_OfNoise_IsWithinAFiveHundredthOfUpright()
    {
        using var scope = NewDisposeScope();
        var state = Family.Reset(
            Family.Create(new Dictionary<string, Tensor>(), 1), tensor([0.0, 0.5, 0.75, 1.0], [1, 1, 4]));
        Assert.Equal([-0.05, 0, 0.025, 0.05], state.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    // Whether a cart and pole at rest are beyond a threshold after one step.
    private bool Ends(Dictionary<string, Tensor> parameters, double x, double theta)
    {
        using var scope = NewDisposeScope();
        return Family.Step(
            Family.Create(parameters, 1), tensor([x, 0, theta, 0], [1, 1, 4]), tensor([1L], [1, 1]), zeros([1, 1, 0]))
            .Terminated.ToBoolean();
    }

    // Speed of the cart after one push from a leaning, turning pole.
    private double Velocity(Dictionary<string, Tensor> parameters) => Family.Step(
        Family.Create(parameters, 1), tensor([0, 0, 0.2, 2.0], [1, 1, 4]), tensor([1L], [1, 1]), zeros([1, 1, 0]))
        .State.select(-1, 1).ToDouble();
}
