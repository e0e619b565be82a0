using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

public sealed class GridNavigationTests : TaskFamilyContract
{
    private readonly GridNavigation _family = new();

    protected override TaskFamily Family => _family;

    [Theory]
    [InlineData(12, 0, 12)] // stay
    [InlineData(12, 1, 17)] // up
    [InlineData(12, 2, 13)] // right
    [InlineData(12, 3, 7)]  // down
    [InlineData(12, 4, 11)] // left
    [InlineData(24, 1, 24)] // walls clip
    [InlineData(24, 2, 24)]
    [InlineData(0, 3, 0)]
    [InlineData(0, 4, 0)]
    public void Step_InACell_LeadsToItsNeighbour(long cell, long action, long expected) =>
        Assert.Equal(expected, Step(cell, action, goal: 20).Cell);

    [Fact]
    public void Step_OntoTheGoal_RewardsOne() => Assert.Equal(1.0, Step(cell: 12, action: 2, goal: 13).Reward);

    [Fact]
    public void Step_StayingOnTheGoal_RewardsOneAgain() =>
        Assert.Equal(1.0, Step(cell: 13, action: 0, goal: 13).Reward);

    [Fact]
    public void Step_ElsewhereThanTheGoal_CostsATenth() =>
        Assert.Equal(-0.1, Step(cell: 13, action: 2, goal: 13).Reward, 15);

    [Fact]
    public void Step_OnTheGoal_DoesNotTerminate() => Assert.False(Step(cell: 13, action: 0, goal: 13).Terminated);

    [Fact]
    public void Goals_OfAll_AreTheTwentyOneCellsAwayFromTheStart()
    {
        var goals = _family.Goals(new TaskSplit("all-goals"));
        Assert.Equal(21, goals.Count);
        Assert.DoesNotContain(goals, goal => goal is 0 or 1 or 5 or 6);
    }

    [Fact]
    public void Goals_WithFiveHeldOut_AreSixteenAndFiveWithoutOverlap()
    {
        var family = new GridNavigation(heldOutGoals: 5);
        var (train, test) = (family.Goals(TaskSplit.Train), family.Goals(TaskSplit.Test));
        Assert.Equal((16, 5), (train.Count, test.Count));
        Assert.Empty(train.Intersect(test));
    }

    [Fact]
    public void Goals_OfTrainWithNoneHeldOut_AreAll() =>
        Assert.Equal(21, new GridNavigation().Goals(TaskSplit.Train).Count);

    [Fact]
    public void OneHotObservation_OfACell_HasItsOneThere()
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation(observation: CellObservation.OneHot);
        var observation = family.Observe(Goal(24, family), tensor([7L], [1, 1, 1])).data<double>().ToArray();
        Assert.Equal(1.0, observation[7]);
        Assert.Equal(1.0, observation.Sum());
    }

    [Theory]
    [InlineData(0, -1, -1)]
    [InlineData(24, 1, 1)]
    [InlineData(4, 1, -1)]
    [InlineData(7, 0, -0.5)]
    public void PositionObservation_OfACell_IsScaledToOne(long cell, double x, double y)
    {
        using var scope = NewDisposeScope();
        Assert.Equal([x, y], _family.Observe(Goal(24), tensor([cell], [1, 1, 1])).data<double>().ToArray());
    }

    [Theory]
    [InlineData(2, 13.9)]  // two steps away: one costs 0.1, then 14 on the goal
    [InlineData(24, 7.3)]  // eight steps away: seven cost 0.1, then 8 on the goal
    public void OptimalReturn_OfAKnownGoal_IsTheShortestWayThenStaying(int goal, double expected)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected, _family.Oracle.OptimalReturn(Goal(goal)).ToDouble(), 12);
    }

    private (long Cell, double Reward, bool Terminated) Step(long cell, long action, int goal)
    {
        using var scope = NewDisposeScope();
        var step = _family.Step(Goal(goal), tensor([cell], [1, 1, 1]), tensor([action], [1, 1]), zeros([1, 1, 0]));
        return (step.State.ToInt64(), step.Reward.ToDouble(), step.Terminated.ToBoolean());
    }

    private static TaskBatch Goal(int cell, GridNavigation? family = null) => (family ?? new GridNavigation()).Create(
        new Dictionary<string, Tensor>
        { ["goal_x"] = tensor([(double)(cell % 5)]), ["goal_y"] = tensor([(double)(cell / 5)]) }, 1);
}
