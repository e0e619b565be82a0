using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments;

public sealed class TaskSetTests
{
    private static readonly PointNavigation Family = new();

    [Fact]
    public void ContentHash_OfTwoGoals_IsThatOfItsBytes() => Assert.Equal(
        // Python: hashlib.sha256(b'point-navigation[2]goal_x[2]' +
        // struct.pack('<2d', .25, -.5) + b'goal_y[2]' + struct.pack('<2d', 0, .125))
        "8874d3116f4368827e0a718a7ce87885df3c8a0708ef57cafc96e9dab9781e52", Family.Tasks.ContentHash(Goals()));

    [Fact]
    public void ContentHash_WithoutParametersThatHaveTheirDefault_IsTheSame() => Assert.Equal(
        Family.Tasks.ContentHash(Goals()),
        Family.Tasks.ContentHash(new TaskSet(
            new Dictionary<string, TaskValues> { ["goal_x"] = Goals()["goal_x"], ["goal_y"] = Goals()["goal_y"] })));

    [Fact]
    public void ContentHash_WithOneParameterOffItsDefaultInOneTask_IsAnother() => Assert.NotEqual(
        Family.Tasks.ContentHash(Goals()), Family.Tasks.ContentHash(Goals(("wind_x", [0, 0.01]))));

    [Fact]
    public void ContentHash_OfTasksInAnotherOrder_IsAnother() =>
        Assert.NotEqual(Family.Tasks.ContentHash(Goals()), Family.Tasks.ContentHash(Goals().Choose([1, 0])));

    [Fact]
    public void ContentHash_OfMoreDefaultTasks_IsAnother() =>
        Assert.NotEqual(
            Family.Tasks.ContentHash(Family.Tasks.Standard(2)), Family.Tasks.ContentHash(Family.Tasks.Standard(3)));

    [Fact]
    public void ContentHash_OfTheDefaultTasksOfAnotherFamily_IsAnother() => Assert.NotEqual(
        new CartPole().Tasks.ContentHash(new CartPole().Tasks.Standard(2)),
        new Pendulum().Tasks.ContentHash(new Pendulum().Tasks.Standard(2)));

    [Fact]
    public void Choose_OfSomeTasks_HasTheirRowsInThatOrder()
    {
        var tasks = new TaskSet(new Dictionary<string, TaskValues>
        {
            ["a"] = new([3], [0, 1, 2]),
            ["b"] = new([3, 2], [0, 1, 10, 11, 20, 21]),
        });
        var chosen = tasks.Choose([2, 0]);
        Assert.Equal([2.0, 0], chosen["a"].Numbers);
        Assert.Equal([20.0, 21, 0, 1], chosen["b"].Numbers);
        Assert.Equal([2L, 2], chosen["b"].Shape);
    }

    [Fact]
    public void Constructor_WithOtherNumbersOfTasks_NamesTheParameter()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new TaskSet(new Dictionary<string, TaskValues> { ["a"] = new([1], [0]), ["b"] = new([2], [0, 0]) }));
        Assert.StartsWith(
            "Every task parameter must have the same number of tasks, 1, but 'b' has 2.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithAForbiddenValue_SaysTheRule()
    {
        var error = Assert.Throws<TaskParameterException>(() => Goals(("wind_x", [0, 0.5])));
        Assert.Equal("The parameter 'wind_x' must be at least -0.1 and at most 0.1, but is 0.5.", error.Message);
    }

    private static TaskSet Goals(params (string Name, double[] Numbers)[] more) => Family.Tasks.Create(
        more.Append(("goal_x", [0.25, -0.5])).Append(("goal_y", [0, 0.125])).ToDictionary(
            parameter => parameter.Item1, parameter => new TaskValues([2], parameter.Item2)),
        2);
}
