using System.Runtime.CompilerServices;
using System.Text.Json;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

/// <summary>
/// Numbers of <c>golden/statistics.py</c>, worked out from the published definitions in exact fractions. With random
/// actions at 0 and an optimum of 1 everywhere, shares of the gap are the returns themselves.
/// </summary>
public class StatisticsGoldenTests
{
    private static readonly JsonElement Golden = Read();

    private static readonly Comparison Compared = Comparison.Of(
        [
            .. Seeds("maml", Rounds("a_rounds"), [.. Enumerable.Repeat(1.0, 9)]),
            .. Seeds("other", [Rows(Golden.GetProperty("b"))], [.. Enumerable.Repeat(1.0, 9)]),
        ],
        new() { Replicates = 10 });

    private static FurtherStatistics Further => Compared.Algorithms[0].Further;

    public static IEnumerable<object[]> SignedRanks =>
        Golden.GetProperty("signed_ranks").EnumerateArray().Select(row => (object[])
            [Numbers(row[0]), row[1].GetDouble()]);

    public static IEnumerable<object[]> StudentsT =>
        Golden.GetProperty("t").EnumerateArray().Select(row => (object[])
            [row[0].GetDouble(), row[1].GetInt32(), row[2].GetDouble()]);

    public static IEnumerable<object[]> SeedsByEffect =>
        Golden.GetProperty("seeds").EnumerateArray().Select(row => (object[])[row[0].GetDouble(), row[1].GetInt32()]);

    public static IEnumerable<object[]> Coverages =>
        Golden.GetProperty("coverage").EnumerateArray().Select(row => (object[])
            [row[0].GetInt32(), row[1].GetInt32(), row[2].GetDouble()]);

    [Fact]
    public void InterquartileMean_Scores_IsTheGolden() =>
        Assert.Equal(Number("iqm"), Compared.Algorithms[0].Adapted.Value, 12);

    [Fact]
    public void Median_Scores_IsTheGolden() => Assert.Equal(Number("median"), Further.Aggregates.Median.Value, 12);

    [Fact]
    public void MedianShare_Scores_IsTheGolden() =>
        Assert.Equal(Number("median"), Further.Aggregates.MedianShare!.Value.Value, 12);

    [Fact]
    public void OptimalityGap_Scores_IsTheGolden() =>
        Assert.Equal(Number("optimality_gap"), Further.Aggregates.OptimalityGap!.Value.Value, 12);

    [Fact]
    public void ShareAbove_EveryThreshold_IsTheGolden()
    {
        var scores = new RunTaskScores(Rounds("a_rounds")[^1]);
        Assert.Equal(Numbers("profile"), Numbers("thresholds").Select(threshold => scores.ShareAbove(threshold)));
    }

    [Fact]
    public void ProbabilityOfImprovement_Scores_IsTheGolden() =>
        Assert.Equal(Number("improvement"), Compared.Pairs[0].ProbabilityOfImprovement.Value, 12);

    [Fact]
    public void Area_Scores_IsTheGolden() => Assert.Equal(Number("area"), Further.Area!.Return.Value, 12);

    [Fact]
    public void PerRound_OptimumByTask_IsTheGolden() => Assert.Equal(
        Numbers("regret"), ByTask().PerRound.Select(regret => regret.Value), (x, y) => Math.Abs(x - y) < 1e-12);

    [Fact]
    public void Cumulative_OptimumByTask_IsTheGolden() => Assert.Equal(
        Numbers("cumulative_regret"), ByTask().Cumulative.Select(regret => regret.Value),
        (x, y) => Math.Abs(x - y) < 1e-12);

    [Fact]
    public void PValue_Scores_IsTheGolden() =>
        Assert.Equal(Number("signed_rank"), Compared.Pairs[0].Test.PValue, 12);

    [Theory]
    [MemberData(nameof(SignedRanks))]
    public void PValue_TiesAndZeros_IsThatOfEveryPatternOfSigns(double[] differences, double expected) =>
        Assert.Equal(expected, SignedRankTest.PValue(differences, 0), 12);

    [Fact]
    public void Adjust_SevenTests_IsHolmsProcedure() => Assert.Equal(
        Numbers("holm"), HolmCorrection.Adjust([.. Numbers("p_values")]), (x, y) => Math.Abs(x - y) < 1e-12);

    [Theory]
    [MemberData(nameof(StudentsT))]
    public void Cumulative_StudentsT_IsTheIntegral(double t, int freedom, double expected) =>
        Assert.Equal(expected, StudentT.Cumulative(t, freedom), 9);

    // The golden numbers are of the noncentral t distribution; those of the formula, which shifts t, are the same.
    [Theory]
    [MemberData(nameof(SeedsByEffect))]
    public void SeedsToSeparate_EffectInStandardDeviations_IsTheSampleSizeOfTheTTest(double effect, int seeds) =>
        Assert.Equal(
            new SeedsToSeparate(SeedsOutcome.Known, seeds), SeedsToSeparate.Of(effect, 2, taskError: 0, level: 0.05));

    // Seed s takes s steps, so an interval of whole seeds is known by its ends.
    [Theory]
    [MemberData(nameof(Coverages))]
    public void CensoredMedian_Seeds_IsTheIntervalOfRanksThatCovers(int seeds, int rank, double coverage)
    {
        var median = CensoredMedian.Of([.. Enumerable.Range(1, seeds).Select(seed => (double?)seed)]);
        Assert.Equal((rank, seeds + 1 - rank, coverage), (median.Low, median.High, median.Coverage));
    }

    private static Regret ByTask()
    {
        var results = Seeds("maml", Rounds("a_rounds"), Numbers("optimal"));
        return Comparison.Of(results, new() { Replicates = 10 }).Algorithms[0].Further.Regrets.Optimum!;
    }

    private static EvaluationResult[] Seeds(string name, double[][][] rounds, double[] optimal) =>
        [.. Enumerable.Range(0, rounds[0].Length).Select(seed =>
            Fixture.Result(name, seed, Array.ConvertAll(rounds, rows => rows[seed])) with
            {
                Random = new double[9],
                Optimal = optimal,
            })];

    private static double[][][] Rounds(string key) => [.. Golden.GetProperty(key).EnumerateArray().Select(Rows)];

    private static double[][] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(row => Numbers(row))];

    private static double[] Numbers(string key) => Numbers(Golden.GetProperty(key));

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetDouble())];

    private static double Number(string key) => Golden.GetProperty(key).GetDouble();

    private static JsonElement Read([CallerFilePath] string source = "")
    {
        using var file = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(source)!, "golden", "statistics.json")));
        return file.RootElement.Clone();
    }
}
