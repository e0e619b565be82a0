using MetaRL.Evaluation.Plots;
using Xunit;

namespace MetaRL.Tests.Evaluation.Plots;

public sealed class CurveBinsTests
{
    [Fact]
    public void Of_SeedsOfSlightlyDifferentSteps_GoTogetherByIteration()
    {
        var points = CurveBins.Of([([10, 20, 30], [1, 2, 3]), ([11, 19, 32], [3, 4, 5])], most: 120);
        Assert.Equal([10.5, 19.5, 31], points.Select(point => point.X));
        Assert.Equal([2, 3, 4], points.Select(point => point.Mean));
        Assert.Equal([1, 2, 3], points.Select(point => point.Lowest));
        Assert.Equal([3, 4, 5], points.Select(point => point.Highest));
    }

    [Fact]
    public void Of_MoreIterationsThanBins_AreAveraged()
    {
        double[] numbers = [.. Enumerable.Range(0, 1000).Select(number => (double)number)];
        var points = CurveBins.Of([(numbers, numbers)], most: 10);
        Assert.Equal([49.5, 149.5, 249.5], points.Take(3).Select(point => point.Mean));
        Assert.Equal(10, points.Length);
    }

    [Fact]
    public void Of_SeedsOfDifferentLengths_AreBinnedByTheirPlaces()
    {
        var points = CurveBins.Of([([1, 2, 3, 4], [1, 1, 1, 1]), ([1, 2], [3, 3])], most: 120);
        Assert.Equal([2, 1], points.Select(point => point.Mean)); // of both, then of the longer
    }

    [Fact]
    public void Of_NumbersThatAreNone_AreLeftOut()
    {
        var points = CurveBins.Of([([1, 2, 3], [double.NaN, 2, 3])], most: 120);
        Assert.Equal([2, 3], points.Select(point => point.Mean));
        Assert.Empty(CurveBins.Of([([1], [double.NaN])], most: 5));
        Assert.Empty(CurveBins.Of([], most: 5));
    }
}
