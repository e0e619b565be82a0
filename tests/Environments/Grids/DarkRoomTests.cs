using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

/// <summary>The rooms and their splits against the published ones; cells are counted as y · width + x.</summary>
public sealed class DarkRoomTests : TaskFamilyContract
{
    private readonly DarkRoom _family = new();

    protected override TaskFamily Family => _family;

    // One to the right of the start.
    protected override TaskBatch AuditedTasks => _family.Create(
        new Dictionary<string, Tensor> { ["goal_x"] = tensor([5.0, 5, 5]), ["goal_y"] = tensor([4.0, 4, 4]) }, 3);

    protected override (Tensor One, Tensor Other) AuditedValues(TaskParameter parameter) =>
        parameter.Name == "goal_x" ? (tensor(5.0), tensor(6.0)) : (tensor(4.0), tensor(3.0));

    // Means over all tasks, by hand: 21 − distance and 20 at the start itself; 101 − distance and 100; 51 − 16; key
    // and door.
    [Theory]
    [InlineData(DarkRoomVariant.AlgorithmDistillation, "all-goals", 81, ((21 * 81) - 361) / 81.0)]
    [InlineData(DarkRoomVariant.DecisionPretraining, "all-goals", 100, 91.99)]
    [InlineData(DarkRoomVariant.PermutedActions, "all-controls", 120, 35)]
    [InlineData(DarkRoomVariant.Hard, "all-goals", 289, 1)]
    [InlineData(DarkRoomVariant.KeyToDoor, "test", 328, 2)]
    public void OptimalReturn_OfAllTasks_IsThatOfTheShortestWays(
        DarkRoomVariant variant, string tasks, int count, double optimum)
    {
        var family = new DarkRoom(variant);
        var optimal = family.Oracle.OptimalReturn(family.Sample(default, count, new TaskSplit(tasks)));
        Assert.Equal(optimum, optimal.mean().ToDouble(), 12);
    }

    // The last 20 of numpy.random.RandomState(0).shuffle of (x, y) for x for y.
    [Fact]
    public void TestGoals_OfDecisionPretraining_AreThePublishedOnes()
    {
        int[] published = [25, 37, 81, 46, 39, 65, 58, 12, 88, 70, 87, 36, 21, 83, 9, 96, 67, 64, 47, 44];
        var tasks = new DarkRoom(DarkRoomVariant.DecisionPretraining).Tasks.Sample(default, 20, TaskSplit.Test);
        Assert.Equal(published.Select(goal => (double)(goal / 10)), tasks["goal_x"].Numbers);
        Assert.Equal(published.Select(goal => (double)(goal % 10)), tasks["goal_y"].Numbers);
    }

    // The last 8 of random.seed(0); random.shuffle of (x, y) for x for y.
    [Fact]
    public void TestGoals_OfAlgorithmDistillation_AreThePublishedOnes()
    {
        int[] published = [38, 51, 62, 65, 33, 5, 53, 49];
        var tasks = _family.Tasks.Sample(default, 8, TaskSplit.Test);
        Assert.Equal(published.Select(goal => (double)(goal / 9)), tasks["goal_x"].Numbers);
        Assert.Equal(published.Select(goal => (double)(goal % 9)), tasks["goal_y"].Numbers);
    }

    // Number 70 of itertools.permutations(range(5)), (2, 4, 3, 0, 1) of +x, −x, +y, −y, stay, is the first test task.
    [Fact]
    public void TestControls_OfPermutedActions_AreThePublishedOnes()
    {
        var tasks = new DarkRoom(DarkRoomVariant.PermutedActions).Tasks.Sample(default, 12, TaskSplit.Test);
        Assert.Equal([1, 0, 3, 2, 4], tasks["controls"].Of(0).ToArray());
    }

    [Theory]
    [InlineData(DarkRoomVariant.AlgorithmDistillation, 8)]
    [InlineData(DarkRoomVariant.DecisionPretraining, 20)]
    [InlineData(DarkRoomVariant.PermutedActions, 12)]
    [InlineData(DarkRoomVariant.KeyToDoor, 328)]
    [InlineData(DarkRoomVariant.Hard, 29)]
    public void TrainingTasks_OfEveryRoom_AreNoTestTasks(DarkRoomVariant variant, int tests)
    {
        var family = new DarkRoom(variant);
        var test = Rows(family.Tasks.Sample(default, tests, TaskSplit.Test)).ToHashSet();
        Assert.Equal(tests, test.Count);
        Assert.DoesNotContain(Rows(family.Tasks.Sample(new RngKey(1), 4000, TaskSplit.Train)), test.Contains);
    }

    [Fact]
    public void Step_OntoTheGoal_PaysAtEveryStep()
    {
        var task = GridSteps.Task(_family, ("goal_x", [5]), ("goal_y", [4]));
        Assert.Equal((41L, 1.0, false), GridSteps.Step(_family, task, state: 40, action: 2));
        Assert.Equal((41L, 1.0, false), GridSteps.Step(_family, task, state: 41, action: 0));
        Assert.Equal((40L, 0.0, false), GridSteps.Step(_family, task, state: 41, action: 4));
    }

    [Fact]
    public void Step_OntoTheGoalOfTheHardRoom_EndsTheEpisode()
    {
        var family = new DarkRoom(DarkRoomVariant.Hard);
        var task = GridSteps.Task(family, ("goal_x", [9]), ("goal_y", [8]));
        Assert.Equal((145L, 1.0, true), GridSteps.Step(family, task, state: 144, action: 2));
    }

    // Phases: nothing, key (+ 81), open door (+ 162).
    [Fact]
    public void Step_OntoKeyAndDoor_PaysOnceForEachInThisOrder()
    {
        var family = new DarkRoom(DarkRoomVariant.KeyToDoor);
        var task = GridSteps.Task(family, ("key_x", [5]), ("key_y", [4]), ("door_x", [3]), ("door_y", [4]));
        Assert.Equal((39L, 0.0, false), GridSteps.Step(family, task, state: 40, action: 4));
        Assert.Equal((41L + 81, 1.0, false), GridSteps.Step(family, task, state: 40, action: 2));
        Assert.Equal((41L + 81, 0.0, false), GridSteps.Step(family, task, state: 41 + 81, action: 0));
        Assert.Equal((39L + 162, 1.0, false), GridSteps.Step(family, task, state: 40 + 81, action: 4));
        Assert.Equal((39L + 162, 0.0, false), GridSteps.Step(family, task, state: 39 + 162, action: 0));
    }

    [Fact]
    public void Step_OntoAKeyThatLiesInTheDoor_PaysForTheDoorAfterIt()
    {
        var family = new DarkRoom(DarkRoomVariant.KeyToDoor);
        var task = GridSteps.Task(family, ("key_x", [4]), ("key_y", [4]), ("door_x", [4]), ("door_y", [4]));
        Assert.Equal((40L + 81, 1.0, false), GridSteps.Step(family, task, state: 40, action: 0));
        Assert.Equal((40L + 162, 1.0, false), GridSteps.Step(family, task, state: 40 + 81, action: 0));
    }

    private static IEnumerable<string> Rows(TaskSet tasks) => Enumerable.Range(0, tasks.Count).Select(
        task => string.Join(' ', tasks.Names.SelectMany(name => tasks[name].Of(task).ToArray())));
}
