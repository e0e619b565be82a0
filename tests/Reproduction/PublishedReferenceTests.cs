using MetaRL.Environments.Tasks;
using MetaRL.Reproduction;
using Xunit;

namespace MetaRL.Tests.Reproduction;

public sealed class PublishedReferenceTests
{
    [Theory]
    [InlineData("n=10 k=5", "TS", 5.7)]
    [InlineData("n=100 k=50", "UCB1", 84.3)]
    [InlineData("n=500 k=10", "Gittins", 437.8)]
    public void Bandits_OfACell_IsThePublishedNumber(string setting, string agent, double expected) => Assert.Equal(
        expected, PublishedReference.Bandits.Single(row => row.Setting == setting && row.Agent == agent).Total);

    [Fact]
    public void TabularMdps_OfACell_IsThePublishedNumber() => Assert.Equal(
        1939.5, PublishedReference.TabularMdps.Single(row => row.Setting == "n=100" && row.Agent == "PSRL").Total);

    [Fact]
    public void ReproduceBandits_OfTenPulls_AgreesWithEveryPublishedNumber()
    {
        var rows = PublishedReference.ReproduceBandits(new RngKey(1), tasks: 3000, most: 10).ToArray();
        Assert.Equal(15, rows.Length);
        Assert.All(rows, row => Assert.InRange(row.Deviation, 0, 4));
    }

    [Fact]
    public void ReproduceTabularMdps_OfFewEpisodes_AgreesWithEveryPublishedNumber()
    {
        var rows = PublishedReference.ReproduceTabularMdps(new RngKey(1), tasks: 500, most: 25).ToArray();
        Assert.Equal(4, rows.Length);
        Assert.All(rows, row => Assert.InRange(row.Deviation, 0, 4));
    }

    [Fact]
    public void ReproduceTabularMdps_OfARow_DoesNotDependOnLongerOnes() => Assert.Equal(
        PublishedReference.ReproduceTabularMdps(new RngKey(1), tasks: 20, most: 10).Select(row => row.Mean),
        PublishedReference.ReproduceTabularMdps(new RngKey(1), tasks: 20, most: 25)
            .Where(row => row.Published.Setting == "n=10").Select(row => row.Mean));

    [Fact]
    public void Deviation_WithinRounding_IsZero() => Assert.Equal(0, Row(mean: 6.64, error: 0.01).Deviation);

    [Fact]
    public void Deviation_BeyondRounding_IsInStandardErrorsOfBoth() => // (0.25 − 0.05) / (0.05 √(1 + 3000/1000)) = 2
        Assert.Equal(2, Row(mean: 6.85, error: 0.05).Deviation, 9);

    private static ReproducedReturn Row(double mean, double error) =>
        new(new PublishedReturn("bandit", "n=10 k=5", "Gittins", 6.6), mean, error, Tasks: 3000);
}
