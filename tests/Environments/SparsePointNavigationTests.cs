using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class SparsePointNavigationTests : TaskFamilyContract
{
    protected override TaskFamily Family { get; } = new PointNavigation(horizon: 20, goals: PointGoals.Semicircle);

    protected override IReadOnlyList<Interval>? Excursions { get; } = [new(-1.1, 1.1), new(-0.1, 1.1)];

    [Theory]
    [InlineData(0.9, 0.0, 0.9)]
    [InlineData(0.81, 0.0, 0.81)]
    [InlineData(0.79, 0.0, 0.0)]
    [InlineData(1.0, 0.15, 0.85)]
    [InlineData(0.0, 0.0, 0.0)]
    public void Step_AtADistanceFromTheGoal_PaysOnlyWithinAFifth(double x, double y, double expected)
    {
        using var scope = NewDisposeScope();
        var step = Family.Step(
            Goal(0), tensor([x, y], [1, 1, 2]), zeros([1, 1, 2], ScalarType.Float64), zeros([1, 1, 0]));
        Assert.Equal(expected, step.Reward.ToDouble(), 12);
    }

    [Fact]
    public void Step_OntoTheGoal_DoesNotTerminate()
    {
        using var scope = NewDisposeScope();
        var step = Family.Step(
            Goal(0), tensor([1.0, 0.0], [1, 1, 2]), zeros([1, 1, 2], ScalarType.Float64), zeros([1, 1, 0]));
        Assert.False(step.Terminated.ToBoolean());
    }

    [Fact]
    public void OptimalReturn_WithTheWindBehind_IsPaidFromTheStepThatComesNear()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(
            new Dictionary<string, Tensor> { ["goal_angle"] = tensor([0.0]), ["wind_x"] = tensor([0.07]) }, 1);
        // 0.17 a step: distances 0.32 after four, then 0.15, and 0 from the sixth of 20 on.
        Assert.Equal(0.85 + 15, Family.Oracle!.OptimalReturn(tasks).ToDouble(), 12);
    }

    [Fact]
    public void OptimalReturn_OfAnyGoalInAnyWind_IsWhatGoingStraightThereEarns()
    {
        using var scope = NewDisposeScope();
        var windy = Family.With(new Dictionary<string, ParameterDistribution>
        {
            ["wind_x"] = new UniformDistribution(new(-0.08, 0.08)),
            ["wind_y"] = new UniformDistribution(new(-0.08, 0.08)),
        });
        var tasks = windy.Sample(new RngKey(11), 200, TaskSplit.Test);
        var goal = stack([tasks["goal_angle"].cos(), tasks["goal_angle"].sin()], -1).unsqueeze(1);
        var wind = stack([tasks["wind_x"], tasks["wind_y"]], -1).unsqueeze(1);
        var state = windy.Reset(tasks, zeros([200, 1, 0], ScalarType.Float64));
        var total = zeros([200, 1], ScalarType.Float64);
        for (var t = 0; t < windy.Horizon; t++)
        {
            var step = windy.Step(tasks, state, goal - wind - state, zeros([200, 1, 0]));
            total += step.Reward;
            state = step.State;
        }

        var difference = windy.Oracle!.OptimalReturn(tasks).unsqueeze(1) - total;
        Assert.True(difference.abs().max().ToDouble() < 1e-12);
        Assert.True(total.min().ToDouble() >= 0 && total.max().ToDouble() > 5);
    }

    private static TaskBatch Goal(double angle) =>
        new PointNavigation(goals: PointGoals.Semicircle)
            .Create(new Dictionary<string, Tensor> { ["goal_angle"] = tensor([angle]) }, 1);
}
