using MetaRL.Environments.Tasks;
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
        var report = MetaGradientReport.Of(new RngKey(3), TinyProblem.Continuous(updates: 2), batches: 3);
        Assert.InRange(report.DifferenceError, 0, 1e-7);
        Assert.InRange(report.Cosine.Mean, -1, 0.999);
        Assert.True(report.VarianceOfFirst > 0 && report.VarianceOfSecond > 0);
    }

    [Fact]
    public void Of_AProblemWithoutUpdates_FindsBothOrdersTheSame()
    {
        var report = MetaGradientReport.Of(new RngKey(3), TinyProblem.Continuous(updates: 0), batches: 2);
        Assert.Equal(1, report.Cosine.Mean, 12);
        Assert.Equal(1, report.NormRatio.Mean, 12);
    }
}
