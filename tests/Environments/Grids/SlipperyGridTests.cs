using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

public sealed class SlipperyGridTests : TaskFamilyContract
{
    private readonly SlipperyGrid _family = new();

    protected override TaskFamily Family => _family;

    protected override TaskBatch AuditedTasks => _family.Create(new Dictionary<string, Tensor>(), 3);

    // Not the map changes where a step leads, but whether it ends there: a lake without the hole at (1, 1) pays more.
    protected override (Tensor One, Tensor Other) AuditedValues(TaskParameter parameter) => parameter.Shape.Count == 0
        ? base.AuditedValues(parameter)
        : (zeros([16], ScalarType.Float64), _family.Create(new Dictionary<string, Tensor>(), 1)["holes"][0]);

    [Fact]
    public void Tables_AtFrozenLakesSlip_HaveAThirdForEachDirection()
    {
        using var scope = NewDisposeScope();
        var tables = TabularFamily.TablesOf(GridSteps.Task(_family));
        var right = 1;
        Assert.Equal(
            [1.0 / 3, 1.0 / 3, 1.0 / 3], tables.Probability[0, 0, right].data<double>().ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([1L, 0L, 4L], tables.Next[0, 0, right].data<long>().ToArray()); // right, clipped down, up
    }

    [Fact]
    public void Tables_AtASlipOfOneTenth_HaveATwentiethForEachSide()
    {
        using var scope = NewDisposeScope();
        var tables = TabularFamily.TablesOf(GridSteps.Task(_family, ("slip", [0.1])));
        Assert.Equal([0.9, 0.05, 0.05], tables.Probability[0, 6, 0].data<double>().ToArray());
        Assert.Equal([10L, 7L, 5L], tables.Next[0, 6, 0].data<long>().ToArray()); // up, right, left
    }

    [Fact]
    public void Step_AMillionTimes_LeadsThereAsOftenAsTheTablesSay()
    {
        using var scope = NewDisposeScope();
        const int Envs = 1_000_000;
        var step = _family.Step(
            GridSteps.Task(_family, ("slip", [0.3])), full([1, Envs, 1], 6, ScalarType.Int64),
            zeros([1, Envs], ScalarType.Int64),
            new RngKey(3).Uniform([1, Envs, 1], CPU, ScalarType.Float64));
        double Share(long cell) => step.State.eq(cell).sum().ToInt64() / (double)Envs;
        Assert.Equal(0.70, Share(10), 0.002); // four standard deviations
        Assert.Equal(0.15, Share(7), 0.0015);
        Assert.Equal(0.15, Share(5), 0.0015);
    }

    [Theory]
    [InlineData(4, 1, 5, 0.0, true)]    // into the hole at (1, 1)
    [InlineData(14, 1, 15, 1.0, true)]  // onto the goal
    [InlineData(9, 1, 10, 0.0, false)]
    public void Step_WithoutASlip_EndsInHolesAndAtTheGoal(
        long cell, long action, long next, double reward, bool terminated) =>
        Assert.Equal((next, reward, terminated), GridSteps.Step(_family, GridSteps.Task(_family), cell, action));

    [Fact]
    // the fixed point of value iteration at γ = 1
    public void OptimalReturn_OfFrozenLakeWithoutATimeLimit_IsFourteenSeventeenths() =>
        Assert.Equal(
            14.0 / 17, new SlipperyGrid(horizon: 3000).Oracle!.OptimalReturn(GridSteps.Task(_family)).ToDouble(), 9);

    [Fact]
    public void OptimalReturn_OfFrozenLake_IsThatOfPlainValueIteration() => Assert.Equal(
        GridSteps.PlainOptimum(GridSteps.Task(_family), 100),
        _family.Oracle!.OptimalReturn(GridSteps.Task(_family)).ToDouble(), 12);

    [Fact]
    public void OptimalReturn_OfFrozenLake_IsWhatItsGreedyPolicyEarns() => Assert.Equal(
        _family.Oracle!.OptimalReturn(GridSteps.Task(_family)).ToDouble(),
        GridSteps.PlayedOptimum(_family, GridSteps.Task(_family), envs: 40_000),
        0.01); // more than four standard errors, √(0.25 / 40,000) = 0.0025 each

    [Fact]
    public void Sample_OfAThousandLakes_HasAWayAroundTheHolesInEach()
    {
        using var scope = NewDisposeScope();
        var holes = new SlipperyGrid(size: 6, holeProbability: 0.35)
            .Sample(new RngKey(2), 1000, TaskSplit.Train)["holes"];
        Assert.All(
            Enumerable.Range(0, 1000),
            task => Assert.True(GridSteps.IsJoined(holes[task].data<double>().ToArray(), 6, 0, 35)));
    }

    [Fact]
    public void Sample_OfExtrapolation_SlipsMoreThanInTraining()
    {
        using var scope = NewDisposeScope();
        Assert.All(
            _family.Sample(new RngKey(2), 100, TaskSplit.Extrapolation)["slip"].data<double>().ToArray(),
            slip => Assert.InRange(slip, 2.0 / 3, 1));
    }

    [Fact]
    public void Sample_AtLevelZero_IsTheDefaultTask()
    {
        using var scope = NewDisposeScope();
        var tasks = _family.Tasks.Sample(new RngKey(2), 3, TaskSplit.Train, share: 0);
        Assert.Equal(_family.Tasks.ContentHash(_family.Tasks.Standard(3)), _family.Tasks.ContentHash(tasks));
    }

    [Fact]
    public void Create_WithASlipAboveOne_NamesTheRule()
    {
        var error = Assert.Throws<TaskParameterException>(() => GridSteps.Task(_family, ("slip", [1.5])));
        Assert.Equal("The parameter 'slip' must be at least 0 and at most 1, but is 1.5.", error.Message);
    }

    [Fact]
    public void Create_WithAHoleUnderTheStart_NamesTheRule()
    {
        var error = Assert.Throws<TaskParameterException>(
            () => GridSteps.Task(_family, ("holes", [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Equal(
            "The parameter 'holes' must be 0 at the start and at the goal, the first and the last cell.",
            error.Message);
    }
}
