using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using Xunit;

namespace MetaRL.Tests.Learners;

public sealed class TrainingTasksTests
{
    private static readonly PointNavigation Hundred = new(goals: PointGoals.HundredOfSemicircle);

    [Theory]
    [InlineData(10, 10)]
    [InlineData(80, 80)]
    [InlineData(100, 80)]
    public void Draw_FromEightyTasks_GivesAtMostAllEachOnce(int most, int expected)
    {
        var angles = TrainingTasks.Draw(new RngKey(1), Hundred, most)["goal_angle"].Numbers;
        Assert.Equal(expected, angles.Length);
        Assert.Equal(expected, angles.Distinct().Count());
    }

    [Fact]
    public void Draw_FromAContinuum_GivesAsManyAsAreAskedFor() =>
        Assert.Equal(7, TrainingTasks.Draw(new RngKey(1), new PointNavigation(), 7).Count);

    [Fact]
    public void Draw_WithAnotherKey_GivesOthers() => Assert.NotEqual(
        TrainingTasks.Draw(new RngKey(1), Hundred, 10)["goal_angle"].Numbers,
        TrainingTasks.Draw(new RngKey(2), Hundred, 10)["goal_angle"].Numbers);

    [Fact]
    public void Of_AState_AreTheTasksThatWerePutThere()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var tasks = TrainingTasks.Draw(new RngKey(1), new PointNavigation(), 7);
        var state = TrainingTasks.ToState(tasks, TorchSharp.torch.CPU).ToDictionary();
        Assert.Equal(tasks["goal_y"].Numbers, TrainingTasks.Of(state)["goal_y"].Numbers);
        Assert.Equal(tasks["wind_x"].Numbers, TrainingTasks.Of(state)["wind_x"].Numbers);
    }
}
