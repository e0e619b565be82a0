using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class ComparisonTests
{
    // The middle four of −8..−1: (−6 − 5 − 4 − 3) / 4.
    [Fact]
    public void Of_OneSeed_ReportsTheInterquartileMeanBeforeUpdates() =>
        Assert.Equal(-4.5, Fixture.Summary(Fixture.Gaining("maml", 3)).Rounds[0].Return.Value, 12);

    // Differences are 3 plus −.2 −.1 −.1 0 0 .1 .1 .2; the middle four are −.1 0 0 .1.
    [Fact]
    public void Of_OneSeed_ReportsThePairedDifference() =>
        Assert.Equal(3, Fixture.Summary(Fixture.Gaining("maml", 3)).Adaptation.Change!.Typical.Value, 12);

    // Returns differ by 7 between tasks, changes by 0.4: only pairing can give so narrow an interval.
    [Fact]
    public void Of_OneSeed_PairsTasks()
    {
        var change = Fixture.Summary(Fixture.Gaining("maml", 3)).Adaptation.Change!.Typical;
        Assert.InRange(change.High - change.Low, 0.01, 0.4);
    }

    [Fact]
    public void Of_EnvironmentsOfATask_AreAveragedFirst()
    {
        double[][][] returns = [[[1, 3], [3, 5], [5, 7]]];
        var result = Fixture.Gaining("maml", 0) with { EnvsPerTask = 2, Returns = returns };
        Assert.Equal([2.0, 4.0, 6.0], Fixture.Summary(result).TaskReturns);
    }

    [Fact]
    public void Of_SeveralSeeds_ReportsTheirSpread() => Assert.Equal(
        new SeedSpread(-4.5, -2.5),
        Fixture.Summary(Fixture.Result("maml", 0, [-8, -7, -6, -5, -4, -3, -2, -1]),
            Fixture.Result("maml", 1, [-6, -5, -4, -3, -2, -1, 0, 1])).Rounds[0].PerSeed);

    // Returns −4.5 and −1.5 of a gap from −10 to 0.
    [Fact]
    public void Of_ReferencesKnown_ReportsTheShareOfGap()
    {
        var summary = Fixture.Summary(Fixture.Gaining("maml", 3).WithReferences());
        Assert.Equal([0.55, 0.85], summary.Rounds.Select(round => Math.Round(round.Share!.Value.Value, 12)));
    }

    // Totals 4 and 8 of two episodes, of 10 at best.
    [Fact]
    public void Of_BayesOptimumKnown_ReportsTheShareOfAllEpisodes()
    {
        var result = Fixture.Result("rl2", 0, [1, 3], [3, 5]) with { BayesReturns = [4, 6], BayesMost = 10 };
        Assert.Equal(0.6, Fixture.Summary(result).BayesShare!.Value.Value, 12);
    }

    [Fact]
    public void Of_BayesOptimumBelowZero_HasNoShareOfIt()
    {
        var result = Fixture.Result("rl2", 0, [-1, -3]) with { BayesReturns = [-1], BayesMost = -1 };
        Assert.Null(Fixture.Summary(result).BayesShare);
    }

    [Fact]
    public void Of_TogetherAndAlone_IsRefused()
    {
        EvaluationResult[] results = [Fixture.Gaining("maml", 1), Fixture.Gaining("rl2", 1) with { SingleLane = true }];
        var refused = Assert.Throws<IncomparableException>(() => Comparison.Of(results));
        Assert.Contains("adaptation to single environments", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TaskWithoutGap_IsLeftOutAndCounted()
    {
        var result = Fixture.Gaining("maml", 3).WithReferences();
        Assert.Equal(1, Fixture.Summary(result with { Optimal = [-10, 0, 0, 0, 0, 0, 0, 0] }).TasksWithoutGap);
    }

    [Fact]
    public void Of_NoTaskWithGap_HasNoShare()
    {
        var result = Fixture.Gaining("maml", 3).WithReferences();
        Assert.Null(Fixture.Summary(result with { Optimal = result.Random }).Rounds[0].Share);
    }

    [Fact]
    public void Of_ReferencesUnknown_HasNoShare() =>
        Assert.Null(Fixture.Summary(Fixture.Gaining("maml", 3)).Rounds[0].Share);

    [Fact]
    public void Of_AlgorithmsInterleavedBySeed_KeepsTheOrderOfTheFirst() => Assert.Equal(
        ["maml", "reptile"],
        Comparison.Of([Fixture.Gaining("maml", 3, 1), Fixture.Gaining("reptile", 2, 1), Fixture.Gaining("maml", 3, 0)])
            .Algorithms.Select(one => one.Name));

    [Fact]
    public void Of_SubjectNamed_ComparesItWithTheOthers() => Assert.Equal(
        "reptile",
        Comparison.Of([Fixture.Gaining("maml", 3), Fixture.Gaining("reptile", 2)], new() { Subject = "reptile" })
            .Pairs[0].Subject.Name);

    [Fact]
    public void Of_SeveralExperiments_NamesThemWithTheAlgorithm() => Assert.Equal(
        ["demo/maml", "again/maml"],
        Comparison.Of([Fixture.Gaining("maml", 3), Fixture.Gaining("maml", 3) with { Experiment = "again" }])
            .Algorithms.Select(one => one.Name));

    [Fact]
    public void Of_SameResultsTwice_GivesTheSameBytes() => Assert.Equal(
        ComparisonJson.Bytes([Comparison.Of([Fixture.Gaining("maml", 3), Fixture.Gaining("reptile", 2)])]),
        ComparisonJson.Bytes([Comparison.Of([Fixture.Gaining("maml", 3), Fixture.Gaining("reptile", 2)])]));

    [Fact]
    public void Of_OtherBootstrapSeed_GivesOtherIntervals() => Assert.NotEqual(WithSeed(1), WithSeed(2));

    [Fact]
    public void Of_OneTaskOneSeedNoUpdate_ReportsItsReturn() =>
        Assert.Equal(new Estimate(5, 5, 5), Fixture.Summary(Fixture.Result("maml", 0, [5.0])).Rounds[0].Return);

    [Fact]
    public void Of_OneTaskTwoAlgorithms_TestsNothing() => Assert.Equal(
        (1.0, SeedsOutcome.OneSeed),
        Comparison.Of([Fixture.Result("maml", 0, [5.0]), Fixture.Result("reptile", 0, [4.0])]).Pairs
            .Select(pair => (pair.Test.Adjusted, pair.SeedsNeeded.Outcome)).Single());

    [Fact]
    public void Of_OtherTasks_NamesBoth() => Assert.Equal(
        "Results are not comparable: the task hash of maml seed 0 on test is c0ffee, of reptile seed 0 on test beef."
        + " Evaluate both on the same tasks in the same way.",
        Incomparable(Fixture.Gaining("maml", 1), Fixture.Gaining("reptile", 1) with { TaskHash = "beef" }));

    [Fact]
    public void Of_OtherSplit_NamesBoth() => Assert.StartsWith(
        "Results are not comparable: the split of maml seed 0 on test is test, of reptile seed 0 on train train.",
        Incomparable(Fixture.Gaining("maml", 1), Fixture.Gaining("reptile", 1) with { Split = "train" }),
        StringComparison.Ordinal);

    [Fact]
    public void Of_SeedTwice_NamesIt() => Assert.Equal(
        "maml seed 0 on test is there twice; a seed counts once.",
        Incomparable(Fixture.Gaining("maml", 1), Fixture.Gaining("maml", 2)));

    [Fact]
    public void Of_SeedsWithOtherUpdates_Throws() => Assert.StartsWith(
        "Results are not comparable: the updates of maml seed 0 on test is 1, of maml seed 1 on test 0.",
        Incomparable(Fixture.Gaining("maml", 1), Fixture.Result("maml", 1, [1, 2, 3, 4, 5, 6, 7, 8])),
        StringComparison.Ordinal);

    [Fact]
    public void Of_Nothing_Throws() => Assert.Equal("There is no evaluation result to compare.", Incomparable());

    [Fact]
    public void Of_UnknownSubject_NamesThoseThere() => Assert.Equal(
        "No result is of the algorithm 'mamml' that is to be compared; there are maml.",
        Assert.Throws<IncomparableException>(() =>
            Comparison.Of([Fixture.Gaining("maml", 1)], new() { Subject = "mamml" })).Message);

    [Fact]
    public void Of_NaN_Throws() => Assert.Throws<EvaluationFormatException>(() =>
        Comparison.Of([Fixture.Gaining("maml", 1), Fixture.Gaining("reptile", double.NaN)]));

    // Single precision makes such differences of equal policies.
    [Fact]
    public void Of_DifferencesOfRoundingAlone_AreNone() => AssertNoDifference(
        Fixture.Result("maml", 0, [-8, -7, -6, -5, -4, -3, -2, -1]),
        Fixture.Result("reptile", 0, [.. Enumerable.Range(1, 8).Select(task => task - 9 + (task * 1e-8))]));

    // Seeds differ by 0.1, both algorithms by rounding alone once the seeds cancel.
    [Fact]
    public void Of_SeedsThatCancelButForRounding_AreNoDifference() => AssertNoDifference(
        Fixture.Result("maml", 0, [.. Enumerable.Range(1, 8).Select(task => task + 0.1 + 3e-8)]),
        Fixture.Result("maml", 1, [.. Enumerable.Range(1, 8).Select(task => task - 0.1 + 3e-8)]),
        Fixture.Result("reptile", 0, [.. Enumerable.Range(1, 8).Select(task => task + 0.1)]),
        Fixture.Result("reptile", 1, [.. Enumerable.Range(1, 8).Select(task => task - 0.1)]));

    private static void AssertNoDifference(params EvaluationResult[] results)
    {
        var pair = Comparison.Of(results).Pairs[0];
        Assert.Equal(PairwiseOutcome.NoMeasurableDifference, pair.Outcome);
        Assert.Equal(8, pair.Difference.TasksEqual);
        Assert.Equal(1, pair.Test.PValue);
        Assert.Equal(0.5, pair.ProbabilityOfImprovement.Value);
    }

    private static Estimate WithSeed(ulong seed) => Comparison.Of(
        [Fixture.Gaining("maml", 3)], new() { BootstrapSeed = seed, Replicates = 20 }).Algorithms[0].Adapted;

    private static string Incomparable(params EvaluationResult[] results) =>
        Assert.Throws<IncomparableException>(() => Comparison.Of(results)).Message;
}
