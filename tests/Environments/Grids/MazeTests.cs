using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

public sealed class MazeTests : TaskFamilyContract
{
    private readonly Maze _family = new();

    protected override TaskFamily Family => _family;

    // The ring of walls alone, the goal next to the start, so that random steps meet it.
    protected override TaskBatch AuditedTasks => _family.Create(
        new Dictionary<string, Tensor> { ["goal_x"] = tensor([2.0, 2, 2]), ["goal_y"] = tensor([2.0, 2, 2]) }, 3);

    protected override (Tensor One, Tensor Other) AuditedValues(TaskParameter parameter) => parameter.Name == "walls"
        ? (tensor(Walls()), tensor(Walls((2, 1))))
        : (tensor(2.0), tensor(3.0));

    protected override int AuditedSteps => 100;

    [Theory]
    [InlineData(10, 3, 10)] // left of (1, 1) is the ring
    [InlineData(10, 1, 10)] // right is a wall here
    [InlineData(10, 0, 19)] // up is free
    public void Step_AgainstAWall_StaysWhereItIs(long cell, long action, long expected) =>
        Assert.Equal(
            expected, GridSteps.Step(_family, GridSteps.Task(_family, ("walls", Walls((2, 1)))), cell, action).State);

    [Fact]
    public void Step_OntoTheGoal_PaysTenAndGoesBackToTheStart() => Assert.Equal(
        (10L, 10.0, false),
        GridSteps.Step(_family, GridSteps.Task(_family, ("goal_x", [1]), ("goal_y", [3])), state: 19, action: 0));

    [Fact]
    public void View_OfThreeCells_ShowsTheWallsAroundTheAgentFromBelowLeft()
    {
        using var scope = NewDisposeScope();
        var seen = _family.Observe(GridSteps.Task(_family, ("walls", Walls((2, 1)))), tensor([10L], [1, 1, 1]));
        Assert.Equal([1.0, 1, 1, 1, 0, 1, 1, 0, 0], seen.data<double>().ToArray());
    }

    [Fact]
    public void View_OfFiveCells_ShowsWallsBeyondTheEdge()
    {
        using var scope = NewDisposeScope();
        var family = new Maze(view: 5);
        var seen = family.Observe(GridSteps.Task(family), tensor([10L], [1, 1, 1])).data<double>().ToArray();
        Assert.Equal([1.0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0], seen);
    }

    [Fact]
    public void Sample_OfAThousandMazes_HasAWayToTheGoalInEach()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Sample(new RngKey(2), 1000, TaskSplit.Train);
        Assert.All(Enumerable.Range(0, 1000), task => Assert.True(GridSteps.IsJoined(
            tasks["walls"][task].data<double>().ToArray(), 9, 10,
            (int)((tasks["goal_y"][task].ToDouble() * 9) + tasks["goal_x"][task].ToDouble()))));
    }

    [Fact]
    public void Sample_WithoutOpenings_IsATreeOverSixteenRooms()
    {
        // 16 rooms and the 15 walls between them that a spanning tree needs: 31 free cells.
        using var scope = NewDisposeScope();
        var free = new Maze(openings: 0).Sample(new RngKey(2), 100, TaskSplit.Train)["walls"].eq(0.0).sum(dim: 1);
        Assert.All(free.data<long>().ToArray(), count => Assert.Equal(31, count));
    }

    [Fact]
    public void OptimalReturn_InAnEmptyMaze_IsTenForEveryTwelveSteps() => // (1, 1) to (7, 7), 16 times in 200 steps
        Assert.Equal(160.0, _family.Oracle!.OptimalReturn(GridSteps.Task(_family)).ToDouble(), 10);

    [Fact]
    public void OptimalReturn_OfATinyMaze_IsTheBestOfAllSequences()
    {
        using var scope = NewDisposeScope();
        var family = new Maze(size: 5, horizon: 8);
        var task = family.Sample(new RngKey(6), 1, TaskSplit.Train);
        Assert.Equal(GridSteps.BestOfAllSequences(family, task, 8), family.Oracle!.OptimalReturn(task).ToDouble(), 10);
    }

    [Theory]
    [InlineData(0, 0, "The goal must not be in a wall.")]
    [InlineData(1, 1, "The goal must not be the start, the cell (1, 1).")]
    [InlineData(1.5, 2, "The parameters 'goal_x' and 'goal_y' must be whole numbers, but are 1.5 and 2.")]
    public void Create_WithAnImpossibleGoal_NamesTheRule(double x, double y, string expected) => Assert.Equal(
        expected,
        Assert.Throws<TaskParameterException>(() => GridSteps.Task(_family, ("goal_x", [x]), ("goal_y", [y]))).Message);

    [Fact]
    public void Create_WithAWalledInStart_SaysThatNoWayLeadsToTheGoal() => Assert.Equal(
        "No way leads to the goal in a task of 'maze'.",
        Assert.Throws<TaskParameterException>(() => GridSteps.Task(_family, ("walls", Walls((2, 1), (1, 2))))).Message);

    [Fact]
    public void Construction_WithAnEvenSize_NamesTheRule()
    {
        var error = Assert.Throws<ArgumentException>(() => new Maze(size: 8));
        Assert.StartsWith(
            "The size of a maze must be odd and at least 5, but is 8.", error.Message, StringComparison.Ordinal);
    }

    // The ring of walls of 9 × 9 cells and some more.
    private static double[] Walls(params (int X, int Y)[] more) =>
    [
        .. from cell in Enumerable.Range(0, 81)
           let place = (X: cell % 9, Y: cell / 9)
           select place.X is 0 or 8 || place.Y is 0 or 8 || more.Contains(place) ? 1.0 : 0.0,
    ];
}
