using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Measurement;
using MetaRL.Tests.Learners;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Measurement;

public sealed class MetaGradientReportTests
{
    // Mean (2, 0); squared distances 1 + 1, over 2 − 1, over 4.
    [Fact]
    public void RelativeVariance_OfTwoGradients_IsWorkedOutByHand()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0.5, MetaGradientReport.RelativeVariance(tensor([1.0, 0.0, 3.0, 0.0], [2, 2])), 12);
    }

    [Fact]
    public void Of_ATinyProblem_FindsTheGradientRightAndItsOrdersApart()
    {
        var report = MetaGradientReport.Of(
            new RngKey(3), TinyProblem.Continuous(updates: 2), GradientOrder.Second, batches: 3);
        Assert.InRange(report.DifferenceError, 0, 1e-7);
        Assert.InRange(report.Cosine.Mean, -1, 0.999);
        Assert.True(report.VarianceOfFirst > 0 && report.VarianceOfSecond > 0);
    }

    [Fact]
    public void Of_AProblemWithoutUpdates_FindsBothOrdersTheSame()
    {
        var report = MetaGradientReport.Of(
            new RngKey(3), TinyProblem.Continuous(updates: 0), GradientOrder.Second, batches: 2);
        Assert.Equal(1, report.Cosine.Mean, 12);
        Assert.Equal(1, report.NormRatio.Mean, 12);
    }

    [Fact]
    public void Of_AProblemOfFirstOrder_FindsItsOwnGradientRight()
    {
        var report = MetaGradientReport.Of(
            new RngKey(3), TinyProblem.Continuous(updates: 2), GradientOrder.First, batches: 2);
        Assert.InRange(report.DifferenceError, 0, 1e-7);
        Assert.InRange(report.Cosine.Mean, -1, 0.999);
    }

    [Theory]
    [InlineData(GradientOrder.First)]
    [InlineData(GradientOrder.Second)]
    public void Of_AProblemWithNothingToLearn_IsZero(GradientOrder order)
    {
        var tiny = TinyProblem.Continuous(updates: 1);
        var problem = tiny with
        {
            Source = new TaskSource(new CartPole(horizon: 1)),
            Adaptation = tiny.Adaptation with { Policy = new CategoricalPolicy(4, 2, [5], Activation.Tanh) },
        };
        var report = MetaGradientReport.Of(new RngKey(3), problem, order, batches: 2);
        Assert.Equal(new MetaGradientReport(37, 0, default, default, 0, 0), report);
    }

    [Fact]
    public void RelativeVariance_OfGradientsThatAreZero_IsZero()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, MetaGradientReport.RelativeVariance(zeros(2, 2, dtype: ScalarType.Float64)));
    }
}
