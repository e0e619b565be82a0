using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class PointNavigationTests : TaskFamilyContract
{
    protected override TaskFamily Family { get; } = new PointNavigation();

    [Fact]
    public void Step_WithALongAction_ClipsEachAxisAtATenth()
    {
        var (state, _, _) = Step(x: 0.2, y: -0.1, actionX: 0.7, actionY: -0.05, goalX: 0, goalY: 0);
        Assert.Equal([0.3, -0.15], state, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Step_WithAnActionScale_ScalesBeforeItClips()
    {
        using var scope = NewDisposeScope();
        var family = new PointNavigation(actionScale: 0.1);
        var step = family.Step(
            Task(1, 1, family: family), zeros([1, 1, 2], ScalarType.Float64), tensor([0.5, 3.0], [1, 1, 2]),
            zeros([1, 1, 0]));
        Assert.Equal([0.05, 0.1], step.State.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Step_Always_RewardsTheDistanceAfterTheMove()
    {
        var (_, reward, _) = Step(x: 0, y: 0, actionX: 0.1, actionY: 0.1, goalX: 0.4, goalY: 0.5);
        Assert.Equal(-0.5, reward, 15);
    }

    [Theory]
    [InlineData(0.0099, 0.0099, true)]
    [InlineData(0.0101, 0, false)]
    [InlineData(0, -0.0101, false)]
    [InlineData(-0.0099, 0, true)]
    public void Step_NearTheGoal_TerminatesWithinAHundredthOnBothAxes(double dx, double dy, bool expected)
    {
        var (_, _, terminated) = Step(x: 0.3 + dx, y: 0.2 + dy, actionX: 0, actionY: 0, goalX: 0.3, goalY: 0.2);
        Assert.Equal(expected, terminated);
    }

    [Fact]
    public void Sample_OfTheMaml2017Goals_HasThePapersFortyGoals()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(default, 40, new TaskSplit("maml-2017"));
        Assert.Equal(-0.0829779953, tasks["goal_x"][0].ToDouble());
        Assert.Equal(0.2203244934, tasks["goal_y"][0].ToDouble());
        Assert.Equal(0.2508121031, tasks["goal_x"][39].ToDouble());
        Assert.Equal(0.2259979854, tasks["goal_y"][39].ToDouble(), 9);
    }

    [Fact]
    public void Sample_OfTheMaml2017GoalsInAnotherNumber_SaysHowManyThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => Family.Sample(default, 20, new TaskSplit("maml-2017")));
        Assert.StartsWith(
            "The task set 'maml-2017' has 40 tasks, but 20 were asked for.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptimalReturn_OfAGoalThreeStepsAway_IsTheSumOfTheDistancesLeft()
    {
        // Positions (0.1, 0.1), (0.2, 0.1), (0.3, 0.1): distances left 0.2, 0.1, 0.
        Assert.Equal(-0.3, OptimalReturn(0.3, 0.1), 12);
    }

    [Fact]
    public void OptimalReturn_OfAnyGoal_IsWhatGoingStraightThereEarns()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(11), 200, TaskSplit.Test);
        var state = Family.Reset(tasks, zeros([200, 1, 0], ScalarType.Float64));
        var total = zeros([200, 1], ScalarType.Float64);
        var alive = ones_like(total);
        for (var t = 0; t < Family.Horizon; t++)
        {
            var step = Family.Step(tasks, state, Family.TaskFeatures(tasks).unsqueeze(1) - state, zeros([200, 1, 0]));
            total += step.Reward * alive;
            alive *= step.Terminated.logical_not();
            state = step.State;
        }

        var difference = Family.Oracle!.OptimalReturn(tasks).unsqueeze(1) - total;
        Assert.True(difference.abs().max().ToDouble() < 1e-12);
    }

    [Fact]
    public void OptimalReturn_OfAnyGoal_IsAboveEveryStraightWalkAtAnotherSpeed()
    {
        // Brute force over constant velocities on a grid that holds no exact solution: none may beat the optimum.
        var optimum = OptimalReturn(0.37, -0.22);
        foreach (var actionX in Enumerable.Range(-10, 21).Select(i => i * 0.01))
        {
            foreach (var actionY in Enumerable.Range(-10, 21).Select(i => i * 0.01))
            {
                var (x, y, total) = (0.0, 0.0, 0.0);
                for (var t = 0; t < 100 && !(Math.Abs(x - 0.37) < 0.01 && Math.Abs(y + 0.22) < 0.01); t++)
                {
                    (x, y) = (
                        x + Math.Clamp(0.37 - x, -Math.Abs(actionX), Math.Abs(actionX)),
                        y + Math.Clamp(-0.22 - y, -Math.Abs(actionY), Math.Abs(actionY)));
                    total -= Math.Sqrt(((x - 0.37) * (x - 0.37)) + ((y + 0.22) * (y + 0.22)));
                }

                Assert.True(total <= optimum + 1e-12);
            }
        }
    }

    [Fact]
    public void Step_InWind_AddsItAfterTheClip()
    {
        using var scope = NewDisposeScope();
        var step = Family.Step(
            Task(1, 1, 0.05, -0.02), zeros([1, 1, 2], ScalarType.Float64), tensor([0.5, 0.03], [1, 1, 2]),
            zeros([1, 1, 0]));
        Assert.Equal([0.15, 0.01], step.State.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Describe_WithVaryingWind_HasTheWindInUnitsOfItsRange()
    {
        using var scope = NewDisposeScope();
        var windy = Family.With(
            new Dictionary<string, ParameterDistribution> { ["wind_y"] = new UniformDistribution(new(-0.08, 0.08)) });
        Assert.Equal(
            [0.1, 0.2, 0.5], windy.TaskFeatures(Task(0.1, 0.2, 0, 0.04)).data<double>().ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData(0.3, 0.1, 0.05, 0, -0.15)]    // x: 0.15, then 0.3; y: 0.1 at once
    [InlineData(0.3, 0.1, -0.05, 0, -0.75)]   // x: 0.05 a step: distances 0.25, 0.2, 0.15, 0.1, 0.05, 0
    public void OptimalReturn_InWind_GoesWithItOrAgainstIt(
        double goalX, double goalY, double windX, double windY, double expected)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected, Family.Oracle!.OptimalReturn(Task(goalX, goalY, windX, windY)).ToDouble(), 12);
    }

    private double OptimalReturn(double goalX, double goalY)
    {
        using var scope = NewDisposeScope();
        return Family.Oracle!.OptimalReturn(Task(goalX, goalY)).ToDouble();
    }

    private (double[] State, double Reward, bool Terminated) Step(
        double x, double y, double actionX, double actionY, double goalX, double goalY)
    {
        using var scope = NewDisposeScope();
        var step = Family.Step(
            Task(goalX, goalY), tensor([x, y], [1, 1, 2]), tensor([actionX, actionY], [1, 1, 2]), zeros([1, 1, 0]));
        return (step.State.data<double>().ToArray(), step.Reward.ToDouble(), step.Terminated.ToBoolean());
    }

    private static TaskBatch Task(
        double goalX, double goalY, double windX = 0, double windY = 0, TaskFamily? family = null) =>
        (family ?? new PointNavigation()).Create(
            new Dictionary<string, Tensor>
            {
                ["goal_x"] = tensor([goalX]),
                ["goal_y"] = tensor([goalY]),
                ["wind_x"] = tensor([windX]),
                ["wind_y"] = tensor([windY]),
            },
            1);
}
