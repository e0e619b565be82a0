using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

public sealed class RemappedGridTests : TaskFamilyContract
{
    private readonly RemappedGrid _family = new();

    protected override TaskFamily Family => _family;

    [Theory]
    [InlineData(0, 43)] // means down here, from (3, 5) = 53
    [InlineData(1, 53)] // stay
    [InlineData(2, 52)] // left
    [InlineData(3, 63)] // up
    [InlineData(4, 54)] // right
    public void Step_WithPermutedControls_DoesWhatTheActionMeans(long action, long expected) => Assert.Equal(
        expected,
        GridSteps.Step(_family, GridSteps.Task(_family, ("controls", [3, 0, 4, 1, 2])), state: 53, action).State);

    [Fact]
    public void OptimalReturn_OfAnyPermutation_IsEighteenStepsAndThenTheGoal()
    {
        using var scope = NewDisposeScope();
        var best = _family.Oracle!.OptimalReturn(
            _family.Sample(default, 120, new TaskSplit("all-controls"))).data<double>().ToArray();
        Assert.All(best, value => Assert.Equal(83.0, value, 12));
    }

    [Fact]
    public void Sample_OfAllControls_HasEveryPermutationOnce()
    {
        using var scope = NewDisposeScope();
        var controls = _family.Sample(default, 120, new TaskSplit("all-controls"))["controls"];
        Assert.Equal(120, Enumerable.Range(0, 120).Select(task => GridTaskText(controls[task])).Distinct().Count());
    }

    [Fact]
    public void Create_WithAnActionTwice_NamesTheRule()
    {
        var error = Assert.Throws<TaskParameterException>(() => GridSteps.Task(_family, ("controls", [0, 1, 2, 3, 3])));
        Assert.Equal("The parameter 'controls' must hold each of 0 to 4 once, but is 0, 1, 2, 3, 3.", error.Message);
    }

    [Fact]
    public void Construction_WithNothingThatVaries_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new RemappedGrid(dynamics: new GridDynamics()));

    [Fact]
    public void Tables_WithSlipWindAndRemap_TurnTheMeaningAndThenBlow()
    {
        using var scope = NewDisposeScope();
        var family = new RemappedGrid(
            size: 4, dynamics: new GridDynamics(Stay: true, Slip: true, Wind: true, Remap: true));
        var task = GridSteps.Task(
            family, ("slip", [0.4]), ("wind", [0, 1, 0, 0]), ("wind_direction", [1]), ("controls", [1, 0, 2, 3, 4]));
        var tables = TabularFamily.TablesOf(task);
        // From (1, 0), action 0 means up: (1, 1) and then (1, 2); to its right (2, 1); to its left (0, 1).
        Assert.Equal([9L, 6L, 4L], tables.Next[0, 1, 0].data<long>().ToArray());
        Assert.Equal([0.6, 0.2, 0.2], tables.Probability[0, 1, 0].data<double>().ToArray());
        Assert.Equal([5L, 5L, 5L], tables.Next[0, 1, 1].data<long>().ToArray()); // action 1 stays, but the wind blows
    }

    [Fact]
    public void OptimalReturn_WithSlipWindAndRemap_IsThatOfPlainValueIteration()
    {
        using var scope = NewDisposeScope();
        var family = new RemappedGrid(
            size: 4, horizon: 20, dynamics: new GridDynamics(Stay: true, Slip: true, Wind: true, Remap: true));
        var task = family.Sample(new RngKey(8), 1, TaskSplit.Train);
        Assert.Equal(GridSteps.PlainOptimum(task, 20), family.Oracle!.OptimalReturn(task).ToDouble(), 12);
    }

    private static string GridTaskText(Tensor controls) => string.Join(',', controls.data<double>().ToArray());
}
