using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Plots;
using Xunit;

namespace MetaRL.Tests.Evaluation.Plots;

public sealed class TaskAxisTests
{
    [Theory]
    [InlineData("point-navigation", "goal_x [length], goal_y [length]")]
    [InlineData("pendulum", "m [kg], l [m]")]
    [InlineData("bandit", "")]
    public void Of_TestTasks_AreTheNumbersThatDiffer(string family, string expected)
    {
        var tasks = Families.Create(family).Tasks;
        Assert.Equal(expected, string.Join(", ", TaskAxis.Of(tasks, tasks.Sample(default, 8, TaskSplit.Test))
            .Select(axis => axis.Title)));
    }
}
