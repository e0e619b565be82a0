using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments;

public sealed class TaskSplitTests
{
    private const int Tasks = 2000;

    // Their tasks are grids, of which there are finitely many, or two directions.
    private static readonly string[] Finite =
    [
        "grid-navigation", "windy-grid", "remapped-grid", "maze", "key-door", "dark-room",
        "half-cheetah-direction", "ant-direction",
    ];

    public static TheoryData<string> Continuous => [.. Families.All.Select(entry => entry.Name).Except(Finite)];

    [Theory]
    [MemberData(nameof(Continuous))]
    public void TestTasks_OfAContinuousFamily_AreNoTrainingTasks(string name)
    {
        var family = Families.Create(name, []);
        var training = Rows(family.Tasks.Sample(Evaluation, Tasks, TaskSplit.Train))
            .Concat(Enumerable.Range(0, 20).SelectMany(
                iteration => Rows(family.Tasks.Sample(Training(iteration), Tasks / 20, TaskSplit.Train))))
            .ToHashSet();
        Assert.Equal(2 * Tasks, training.Count);
        Assert.DoesNotContain(Rows(family.Tasks.Sample(Evaluation, Tasks, TaskSplit.Test)), training.Contains);
    }

    [Fact]
    public void TestTasks_OfAKey_ComeFromTheKeyItself()
    {
        var expected = Array.ConvertAll(new Philox(new RngKey(3).For("goal_x")).Units(4), u => u - 0.5);
        var tasks = Families.Create("point-navigation", []).Tasks.Sample(new RngKey(3), 4, TaskSplit.Test);
        Assert.Equal(expected, tasks["goal_x"].Numbers);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("interpolation")]
    [InlineData("extrapolation")]
    public void Tasks_OfAnotherSplit_ComeFromItsStreamBelowTheKey(string split)
    {
        var family = Families.Create("point-navigation", []);
        var uniform = new Philox(new RngKey(3).For(split).For("goal_x")).Units(4);
        var own = new UniformDistribution(new(-0.5, 0.5)) { Extrapolation = new(-1, 1) };
        var expected = split switch
        {
            "train" => Array.ConvertAll(uniform, own.Quantile),
            "extrapolation" => Array.ConvertAll(uniform, own.Beyond),
            _ => [.. LatinHypercube.Quantiles(new RngKey(3).For(split).For("goal_x"), 4, 1).Select(own.Quantile)],
        };
        Assert.Equal(expected, family.Tasks.Sample(new RngKey(3), 4, new TaskSplit(split))["goal_x"].Numbers);
    }

    [Fact]
    public void Tasks_OfAFamilyThatTellsThem_AreThoseOfTheFamily()
    {
        var family = Families.Create("maze", []);
        Assert.Equal(
            family.Tasks.ContentHash(family.Tasks.Sample(new RngKey(3), 4, TaskSplit.Train)),
            family.Tasks.ContentHash(new TaskConditioned(family).Tasks.Sample(new RngKey(3), 4, TaskSplit.Train)));
    }

    // As the program draws them: evaluation with `evaluation.split: train` or test, and meta-iterations of seed 0.
    private static RngKey Evaluation => new RngKey(0).For("evaluation").For("tasks");

    private static RngKey Training(int iteration) => new RngKey(0).For("training").At(iteration).For("tasks");

    private static IEnumerable<string> Rows(TaskSet tasks) => Enumerable.Range(0, tasks.Count).Select(
        task => string.Join(
            ' ',
            tasks.Names.SelectMany(name => tasks[name].Of(task).ToArray()).Select(BitConverter.DoubleToInt64Bits)));
}
