using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class ComparisonTableTests
{
    [Theory]
    [InlineData(3, "yes")]
    [InlineData(0, "NO")]
    [InlineData(-3, "WORSE")]
    public void Adapts_ByGain_IsImpossibleToMiss(double gain, string expected) =>
        Assert.Equal(expected, Cell("Adapts", Fixture.Gaining("maml", gain)));

    [Fact]
    public void Share_ReferencesUnknown_IsADash() =>
        Assert.Equal("–", Cell("Share of gap", Fixture.Gaining("maml", 1)));

    [Theory]
    [InlineData(10, "Of Bayes optimum")]
    [InlineData(11, "Of best search known")]
    public void Bayes_KnownExactlyOrFromBelow_HasAColumnThatSaysWhich(double most, string column)
    {
        var result = Fixture.Result("rl2", 0, [5, 5], [4, 4]) with { BayesReturns = [4, 6], BayesMost = most };
        Assert.Equal("90 % [90, 90]", Cell(column, result));
    }

    [Fact]
    public void Bayes_Unknown_HasNoColumn() => Assert.DoesNotContain(
        ComparisonTable.Of(Comparison.Of([Fixture.Gaining("maml", 1)])).Columns,
        column => column.StartsWith("Of ", StringComparison.Ordinal));

    [Fact]
    public void StepSize_DiffersBySeed_NamesAll() => Assert.Equal(
        "0.1, 0.25",
        Cell("Step size", Fixture.Gaining("maml", 1, 0), Fixture.Gaining("maml", 1, 1) with { StepSize = 0.25 }));

    [Fact]
    public void TrainingSteps_Millions_HasASuffix() =>
        Assert.Equal("2M", Cell("Training steps", Fixture.Gaining("maml", 1)));

    [Fact]
    public void PerSeed_OneSeedEach_HasNoColumn() => Assert.DoesNotContain(
        "Per seed, adapted", ComparisonTable.Of(Comparison.Of([Fixture.Gaining("maml", 1)])).Columns);

    [Fact]
    public void Columns_TenUpdates_ShowsFirstMiddleAndLast()
    {
        double[] tasks = [1, 2, 3, 4, 5, 6];
        var result = Fixture.Result("rl2", 0, [.. Enumerable.Repeat(tasks, 11)]);
        Assert.Equal(
            ["Return before", "After 1 update", "After 2 updates", "After 5 updates", "After 10 updates"],
            ComparisonTable.Of(Comparison.Of([result])).Columns.Skip(4).Take(5));
    }

    private static string Cell(string column, params EvaluationResult[] results)
    {
        var table = ComparisonTable.Of(Comparison.Of(results));
        return table.Rows[0][table.Columns.ToList().IndexOf(column)];
    }
}
