using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class FurtherTableTests
{
    [Fact]
    public void Columns_ReferencesUnknown_AreThoseOfReturns() => Assert.Equal(
        ["Algorithm", "Median", "Area under curve"], Table(Fixture.Gaining("maml", 3)).Columns);

    [Fact]
    public void Columns_ReferencesKnown_AreAll() => Assert.Equal(
        [
            "Algorithm", "Median", "Median share", "Optimality gap", "Above 50 %", "Above 90 %", "Area under curve",
            "Regret, last", "Regret, all",
        ],
        Table(Fixture.Gaining("maml", 3).WithReferences()).Columns);

    [Fact]
    public void Legend_ReferencesUnknown_ExplainsTheColumnsThatAreThere() => Assert.Equal(
        2, FurtherTable.Of(Comparison.Of([Fixture.Gaining("maml", 3)])).Legend.Count);

    // Returns add up to −12, those below the optimum of 0 to −15; random actions return −10.
    [Theory]
    [InlineData("Optimality gap", "19 % [7, 31]")]
    [InlineData("Above 50 %", "100 % [100, 100]")]
    [InlineData("Regret, last", "1.50 [−0.02, 3.01]")]
    public void Cell_ReferencesKnown_IsThatOfTheReturns(string column, string expected) =>
        Assert.Equal(expected, Cell(column, [Fixture.Gaining("maml", 3).WithReferences()]));

    [Fact]
    public void Regret_Specialists_SaysSo() => Assert.Contains(
        FurtherTable.Of(Comparison.Of(
            [Fixture.Gaining("maml", 3).WithReferences() with { Optimum = OptimumKind.Specialist }])).Legend,
        line => line.StartsWith("*Regret*: mean return that is lost against its specialist", StringComparison.Ordinal));

    [Theory]
    [InlineData(10, "Bayes regret")]
    [InlineData(11, "Regret to best search")]
    public void Regret_BayesOptimumKnownExactlyOrFromBelow_HasAColumnThatSaysWhich(double most, string column) =>
        Assert.Equal("1.00 [1.00, 1.00]", Cell(
            column, [Fixture.Result("rl2", 0, [5, 5], [4, 4]) with { BayesReturns = [4, 6], BayesMost = most }]));

    [Fact]
    public void Steps_OneSeed_AreItsOwn() => Assert.Equal("20k", Steps([-9, -5, -4]));

    [Fact]
    public void Steps_OneSeedThatDoesNotGetThere_AreNotReached() => Assert.Equal("not reached", Steps([-9, -9, -9]));

    [Fact]
    public void Steps_SeveralSeeds_HaveTheirRange() =>
        Assert.Equal("20k (10k to 30k)", Steps([-9, -5, -4], [-5, -5, -5], [-9, -9, -5]));

    [Fact]
    public void Steps_SeedsThatDoNotGetThere_AreCounted() => Assert.Equal(
        "30k (10k to not reached; 2 of 3 seeds)", Steps([-9, -9, -9], [-5, -5, -5], [-9, -9, -5]));

    [Fact]
    public void Steps_MostSeedsDoNotGetThere_HaveNoMedian() => Assert.Equal(
        "not reached (10k to not reached; 1 of 3 seeds)", Steps([-9, -9, -9], [-5, -5, -5], [-9, -9, -9]));

    [Fact]
    public void Markdown_OneSeed_SaysThatTheSeedsNeededAreNotKnown() => Assert.Contains(
        "at the spread between seeds seen: multi-task: not known from one seed.",
        Markdown(Fixture.Gaining("maml", 3), Fixture.Gaining("multi-task", 0)), StringComparison.Ordinal);

    // Differences of 2.75 and 3.25 by seed: so small a spread needs no more than two seeds.
    [Fact]
    public void Markdown_TwoSeedsEach_SaysTheSeedsNeeded() => Assert.Contains(
        "\nTraining seeds of maml and of each other that would find a difference of the size seen (power 80 % at the"
        + " level 5 %), at the spread between seeds seen: multi-task: 2.\n",
        Markdown(
            Fixture.Gaining("maml", 3, 0), Fixture.Gaining("maml", 3.1, 1),
            Fixture.Gaining("multi-task", 0, 0), Fixture.Gaining("multi-task", 0.1, 1)),
        StringComparison.Ordinal);

    [Fact]
    public void Markdown_OneAlgorithm_SaysNothingOfSeedsNeeded() => Assert.DoesNotContain(
        "Training seeds of maml", Markdown(Fixture.Gaining("maml", 3)), StringComparison.Ordinal);

    private static string Steps(params double[][] curves)
    {
        LearningSeries[] learning =
            [.. curves.Select(after => new LearningSeries("maml", [10_000, 20_000, 30_000], after, after))];
        return Cell("Steps to 50 %", [Fixture.Gaining("maml", 1).WithReferences()], learning);
    }

    private static string Cell(string column, EvaluationResult[] results, LearningSeries[]? learning = null)
    {
        var table = FurtherTable.Of(Comparison.Of(results, learning: learning)).Table;
        return table.Rows[0][table.Columns.ToList().IndexOf(column)];
    }

    private static ComparisonTable Table(EvaluationResult result) => FurtherTable.Of(Comparison.Of([result])).Table;

    private static string Markdown(params EvaluationResult[] results) =>
        ComparisonMarkdown.Text([Comparison.Of(results)], [[]], null, null, []);
}
