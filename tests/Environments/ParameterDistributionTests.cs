using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

public sealed class ParameterDistributionTests
{
    private static readonly TaskFamily Family = new PointNavigation();

    [Theory]
    [InlineData("uniform", 0.25, -0.5)]
    [InlineData("log-uniform", 0.5, 2.0)]          // the geometric mean of 1 and 4
    [InlineData("normal", 0.5, 3.0)]
    [InlineData("normal", 0.841344746, 4.9924)]    // the tails cut off: Φ⁻¹(0.00135 + 0.84134 · 0.9973) = 0.9962
    [InlineData("whole-normal", 0.0, -16.5847)]   // Φ⁻¹(2⁻⁵⁴) = −8.29236
    [InlineData("choice", 0.7, 30.0)]
    public void Quantile_OfEach_IsItsTextbookValue(string name, double u, double expected)
    {
        ParameterDistribution distribution = name switch
        {
            "uniform" => new UniformDistribution(new(-1, 1)),
            "log-uniform" => new LogUniformDistribution(new(1, 4)),
            "normal" => new NormalDistribution(3, 2),
            "whole-normal" => new WholeNormalDistribution(0, 2),
            _ => new ChoiceDistribution([10, 20, 30]),
        };
        Assert.Equal(expected, distribution.Quantile(u), 3);
    }

    [Theory]
    [InlineData(10, 20, 1, 4, 1, 4)]   // the whole of it is below
    [InlineData(0, 0.5, 1, 4, 1, 4)]   // above
    [InlineData(2, 3, 1, 4, 1, 4)]     // on both sides
    public void Beyond_Always_IsInTheExtrapolationAndOutsideTheSupport(
        double low, double high, double from, double to, double least, double most)
    {
        var distribution = new UniformDistribution(new(low, high)) { Extrapolation = new(from, to) };
        var values = Enumerable.Range(0, 200).Select(part => distribution.Beyond(part / 200.0)).ToArray();
        Assert.All(values, value => Assert.InRange(value, least, most));
        Assert.All(values, value => Assert.False(value > low && value < high));
    }

    [Fact]
    public void Beyond_ATrainingRange_IsUniformOverWhatIsLeftOnBothSides()
    {
        var distribution = new UniformDistribution(new(5, 15)) { Extrapolation = new(1, 20) };  // 4 below, 5 above
        var values = new[] { 0.0, 0.25, 4.5 / 9, 0.99999 }.Select(distribution.Beyond);
        Assert.Equal([1.0, 3.25, 15.5, 19.99991], values, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Sample_OfExtrapolation_LeavesNoParameterInItsTrainingRange()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(1), 500, TaskSplit.Extrapolation);
        Assert.All(Family.Tasks.Parameters.Where(one => one.Varies), parameter =>
            Assert.All(tasks[parameter.Name].data<double>().ToArray(), value =>
        {
            Assert.False(parameter.Train.Contains(value));
            Assert.True(parameter.Extrapolation.Contains(value));
        }));
    }

    [Fact]
    public void Sample_OfInterpolation_HasOneTaskInEachPartOfEveryRange()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Sample(new RngKey(1), 10, TaskSplit.Interpolation);
        foreach (var name in new[] { "goal_x", "goal_y" })
        {
            var parts = tasks[name].data<double>().ToArray().Select(value => (value + 0.5) * 10).Order().ToArray();
            Assert.Equal(Enumerable.Range(0, 10).Select(part => part + 0.5), parts, (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.5, 0.25)]
    [InlineData(1.0, 0.5)]
    public void Sample_AtACurriculumsLevel_StaysThatFarFromTheDefault(double level, double farthest)
    {
        using var scope = NewDisposeScope();
        var goals = Family.Sample(new RngKey(1), 1000, TaskSplit.Train, level)["goal_x"].abs().max().ToDouble();
        Assert.InRange(goals, farthest * 0.98, farthest);
    }

    // The default of 0.5 is below every support: draws start at its end, and none is ever outside.
    [Theory]
    [InlineData("range", 0.25, 1.4, 1.7)]         // [1.4, 2.6]
    [InlineData("log-uniform", 0.25, 2, 3.5)]     // [2, 8]
    [InlineData("normal", 0.25, 1.4, 1.7)]        // 2 ± 3 · 0.2
    [InlineData("whole-normal", 0.25, 1.34, 1.67)] // 2 ± 8.3 · 0.08 = [1.336, 2.664]
    [InlineData("values", 0.25, 2, 2)]            // 2, 3, 5, 8
    [InlineData("range", 0, 1.4, 1.4)]
    [InlineData("log-uniform", 0, 2, 2)]
    [InlineData("normal", 0, 1.4, 1.4)]
    [InlineData("values", 0.75, 2, 5)]
    [InlineData("normal", 1, 1.4, 2.6)]
    public void Sample_AtALevelBelowTheSupport_StaysInsideIt(string shape, double level, double least, double most)
    {
        using var scope = NewDisposeScope();
        ParameterDistribution distribution = shape switch
        {
            "range" => new UniformDistribution(new(1.4, 2.6)),
            "log-uniform" => new LogUniformDistribution(new(2, 8)),
            "normal" => new NormalDistribution(2, 0.2),
            "whole-normal" => new WholeNormalDistribution(2, 0.08),
            _ => new ChoiceDistribution([5, 3, 8, 2]),
        };
        var family = new CartPole().With(new Dictionary<string, ParameterDistribution> { ["length"] = distribution });
        var lengths = family.Sample(new RngKey(1), 500, TaskSplit.Train, level)["length"].data<double>().ToArray();
        Assert.InRange(lengths.Min(), least, most);
        Assert.InRange(lengths.Max(), least, most);
    }

    [Fact]
    public void Narrow_OfANormalAroundADefaultAboveIt_EndsWhereItsSupportEnds()
    {
        var narrowed = new NormalDistribution(2, 0.5).Narrow(0.5, 9).Support; // [0.5, 3.5], half as wide, from above
        Assert.Equal((2.0, 3.5), (narrowed.Low, narrowed.High));
    }

    [Fact]
    public void With_AFixedParameter_DrawsTheOthersAsBefore()
    {
        using var scope = NewDisposeScope();
        var changed = Family.With(new Dictionary<string, ParameterDistribution> { ["goal_x"] = new FixedValue(0.3) });
        var (before, after) = (
            Family.Sample(new RngKey(1), 5, TaskSplit.Train), changed.Sample(new RngKey(1), 5, TaskSplit.Train));
        Assert.Equal([0.3, 0.3, 0.3, 0.3, 0.3], after["goal_x"].data<double>().ToArray());
        Assert.Equal(before["goal_y"].data<double>().ToArray(), after["goal_y"].data<double>().ToArray());
    }

    [Fact]
    public void With_AnUnknownParameter_NamesTheKnownOnes()
    {
        var error = Assert.Throws<TaskParameterException>(
            () => Family.With(new Dictionary<string, ParameterDistribution> { ["gravity"] = new FixedValue(1) }));
        Assert.Equal(
            "The family 'point-navigation' has no parameter 'gravity'; it has goal_x, goal_y, wind_x, wind_y.",
            error.Message);
    }

    [Fact]
    public void Create_WithSomeParameters_TakesTheDefaultOfTheOthers()
    {
        using var scope = NewDisposeScope();
        var tasks = Family.Create(new Dictionary<string, Tensor> { ["goal_y"] = tensor([0.1, 0.2]) }, 2);
        Assert.Equal([0.0, 0.0], tasks["goal_x"].data<double>().ToArray());
        Assert.Equal([0.1, 0.2], tasks["goal_y"].data<double>().ToArray());
    }
}
