using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

/// <summary>9 × 9 cells, start in cell 40; with the key 81 is added to the cell, with the door open 162.</summary>
public sealed class KeyDoorTests : TaskFamilyContract
{
    private readonly KeyDoor _family = new();

    protected override TaskFamily Family => _family;

    // All in the row of the start: key one to the right, door one to the left, goal one up.
    protected override TaskBatch AuditedTasks => _family.Create(
        new Dictionary<string, Tensor>
        {
            ["key_x"] = tensor([5.0, 5, 5]), ["key_y"] = tensor([4.0, 4, 4]),
            ["door_x"] = tensor([3.0, 3, 3]), ["door_y"] = tensor([4.0, 4, 4]),
            ["goal_x"] = tensor([4.0, 4, 4]), ["goal_y"] = tensor([5.0, 5, 5]),
        },
        3);

    protected override (Tensor One, Tensor Other) AuditedValues(TaskParameter parameter) => parameter.Name switch
    {
        "door_x" => (tensor(3.0), tensor(2.0)),
        "door_y" or "key_y" => (tensor(4.0), tensor(3.0)),
        "goal_x" => (tensor(4.0), tensor(5.0)),
        _ => (tensor(5.0), tensor(6.0)),
    };

    protected override int AuditedSteps => 300;

    [Fact]
    public void Step_OntoTheKey_PaysOneAndIsRemembered() =>
        Assert.Equal((41L + 81, 1.0, false), GridSteps.Step(_family, Row, state: 40, action: 2));

    [Fact]
    public void Step_OntoTheKeyAgain_PaysNothing() =>
        Assert.Equal((41L + 81, 0.0, false), GridSteps.Step(_family, Row, state: 40 + 81, action: 2));

    [Fact]
    public void Step_OntoTheDoorWithoutTheKey_DoesNothing() =>
        Assert.Equal((39L, 0.0, false), GridSteps.Step(_family, Row, state: 40, action: 4));

    [Fact]
    public void Step_OntoTheDoorWithTheKey_PaysOneAndOpensIt() =>
        Assert.Equal((39L + 162, 1.0, false), GridSteps.Step(_family, Row, state: 40 + 81, action: 4));

    [Theory]
    [InlineData(40, 0.0, false)]
    [InlineData(40 + 81, 0.0, false)]
    [InlineData(40 + 162, 1.0, true)]
    public void Step_OntoTheGoal_EndsOnlyWithTheDoorOpen(long state, double reward, bool terminated)
    {
        var step = GridSteps.Step(_family, Row, state, action: 1);
        Assert.Equal((reward, terminated), (step.Reward, step.Terminated));
    }

    [Fact]
    public void Step_OntoTheDoorWhereItEndsTheEpisode_PaysOneAndTerminates()
    {
        var family = new KeyDoor(endsAtDoor: true);
        var task = GridSteps.Task(family, ("key_x", [5]), ("key_y", [4]), ("door_x", [3]), ("door_y", [4]));
        Assert.Equal((39L + 81, 1.0, true), GridSteps.Step(family, task, state: 40 + 81, action: 4));
    }

    [Fact]
    public void Observe_WithAndWithoutTheKey_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var seen = _family.Observe(Row, tensor([41L, 41 + 81, 41 + 162], [1, 3, 1])).data<double>().ToArray();
        Assert.Equal([0.25, 0.0, 0.25, 0.0, 0.25, 0.0], seen);
    }

    [Fact]
    public void OptimalReturn_OfSampledTasks_IsAllThreeRewards()
    {
        using var scope = NewDisposeScope();
        var best = _family.Oracle!.OptimalReturn(_family.Sample(new RngKey(4), 200, TaskSplit.Train)).data<double>()
            .ToArray();
        Assert.All(best, value => Assert.Equal(3.0, value, 12));
    }

    [Fact]
    public void OptimalReturn_WithTooFewStepsForAll_IsTheBestOfAllSequences()
    {
        using var scope = NewDisposeScope();
        var task = Row;
        var steps = FiveStepsToGo(task);
        Assert.Equal(GridSteps.BestOfAllSequences(_family, task, 5), steps, 12);
        Assert.Equal(3.0, steps, 12); // right, left, left, right, up
    }

    [Fact]
    public void Create_WithTheKeyInTheDoor_NamesTheRule() => Assert.Equal(
        "The start (4, 4), key, door, goal must be different cells.",
        Assert.Throws<TaskParameterException>(() => GridSteps.Task(_family, ("key_x", [8]), ("key_y", [0]))).Message);

    private TaskBatch Row => AuditedTasks.Slice(0, 1);

    private static double FiveStepsToGo(TaskBatch task) =>
        FiniteHorizon.OptimalValues(TabularFamily.TablesOf(task), 5)[0, 40].ToDouble();
}
