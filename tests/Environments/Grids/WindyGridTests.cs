using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

public sealed class WindyGridTests : TaskFamilyContract
{
    private readonly WindyGrid _family = new();

    protected override TaskFamily Family => _family;

    // All have the published wind, upward, but for the parameter that is set; it shows on the way right through the
    // columns.
    protected override TaskBatch AuditedTasks => _family.Create(new Dictionary<string, Tensor>(), 3);

    protected override (Tensor One, Tensor Other) AuditedValues(TaskParameter parameter) => parameter.Shape.Count == 0
        ? base.AuditedValues(parameter)
        : (tensor([0.0, 0, 0, 1, 1, 1, 2, 2, 1, 0]), tensor([1.0, 0, 0, 1, 1, 1, 2, 2, 1, 0]));

    protected override int AuditedSteps => 100;

    [Theory]
    [InlineData(30, 1, 31)] // no wind in column 0
    [InlineData(33, 1, 44)] // column 3 blows by one
    [InlineData(36, 1, 57)] // column 6 by two, whatever is entered
    [InlineData(36, 2, 46)] // down against two
    [InlineData(66, 0, 66)] // the edge stops both
    [InlineData(38, 3, 47)] // Sutton and Barto's example: left of the cell right of the goal ends just above the goal
    [InlineData(39, 2, 29)]
    public void Step_InThePublishedWind_IsPushedByTheColumnItLeaves(long cell, long action, long expected) =>
        Assert.Equal(expected, GridSteps.Step(_family, GridSteps.Task(_family), cell, action).State);

    [Fact]
    public void Step_InADownwardWind_IsPushedDown() => Assert.Equal(
        17, GridSteps.Step(_family, GridSteps.Task(_family, ("wind_direction", [-1])), state: 36, action: 1).State);

    [Fact]
    public void Step_OntoTheGoal_CostsOneAndTerminates() =>
        Assert.Equal((37L, -1.0, true), GridSteps.Step(_family, GridSteps.Task(_family), state: 27 + 1, action: 3));

    [Fact]
    // Sutton and Barto 2018, example 6.5: "the minimum of 15"
    public void OptimalReturn_OfThePublishedTask_IsFifteenSteps() =>
        Assert.Equal(-15.0, _family.Oracle!.OptimalReturn(GridSteps.Task(_family)).ToDouble(), 12);

    [Fact]
    public void OptimalReturn_OfSampledTasks_IsAboveThatOfNeverArriving()
    {
        using var scope = NewDisposeScope();
        var best = _family.Oracle!.OptimalReturn(_family.Sample(new RngKey(4), 500, TaskSplit.Train)).data<double>()
            .ToArray();
        Assert.All(best, value => Assert.InRange(value, -100, -7));
    }

    [Fact]
    public void Create_WithHalfAWind_NamesTheRule()
    {
        var error = Assert.Throws<TaskParameterException>(
            () => GridSteps.Task(_family, ("wind", [0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Equal(
            "The parameter 'wind' must hold whole numbers, but is 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0.", error.Message);
    }

    [Fact]
    public void Create_WithAnImpassableWind_SaysThatNoWayLeadsToTheGoal()
    {
        var error = Assert.Throws<TaskParameterException>(
            () => GridSteps.Task(_family, ("wind", [2, 2, 2, 2, 2, 2, 2, 2, 2, 2])));
        Assert.Equal("No way leads to the goal in a task of 'windy-grid'.", error.Message);
    }

    [Fact]
    public void Construction_WithTooShortAHorizon_NamesTheLeast()
    {
        var error = Assert.Throws<ArgumentException>(() => new WindyGrid(horizon: 16));
        Assert.StartsWith(
            "The horizon of 10 × 7 cells must be at least 17, but is 16.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_WithTheWindFixed_HasThatWindInEveryColumn()
    {
        using var scope = NewDisposeScope();
        var calm = _family.With(new Dictionary<string, ParameterDistribution> { ["wind"] = new FixedValue(0) });
        Assert.Equal(0.0, calm.Sample(new RngKey(1), 5, TaskSplit.Train)["wind"].sum().ToDouble());
    }

    [Fact]
    public void Sample_WithTheWindDrawnOtherwise_IsRefused()
    {
        var other = _family.With(
            new Dictionary<string, ParameterDistribution> { ["wind"] = new UniformDistribution(new(0, 1)) });
        Assert.Throws<TaskParameterException>(() => other.Sample(new RngKey(1), 5, TaskSplit.Train));
    }
}
