using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class TaskBootstrapTests
{
    [Fact]
    public void Of_SameSeed_GivesTheSameBits() => Assert.Equal(Interval(seed: 3), Interval(seed: 3));

    [Fact]
    public void Of_OtherSeed_GivesOtherBounds() => Assert.NotEqual(Interval(seed: 3), Interval(seed: 4));

    [Fact]
    public void Of_EqualValues_HasNoWidth() => Assert.Equal(
        new Estimate(2, 2, 2), new TaskBootstrap(5).Of(new RunTaskScores([[2, 2, 2, 2, 2]]).InterquartileMean));

    [Fact]
    public void Of_OneTask_HasNoWidth() =>
        Assert.Equal(new Estimate(7, 7, 7), new TaskBootstrap(1).Of(new RunTaskScores([[7]]).Mean));

    [Fact]
    public void Of_AnyStatistic_KeepsTheValueOfTheSample() =>
        Assert.Equal(2.5, new TaskBootstrap(4).Of(new RunTaskScores([[1, 2, 3, 4]]).Mean).Value);

    // √(Σ (x − x̄)² / N²) = √(10/25) of the mean, ± 5 %: three standard errors of the deviation of 2,000 replicates.
    [Fact]
    public void StandardError_OfTheMean_IsThatOfThePlugIn() => Assert.InRange(
        new TaskBootstrap(5).StandardError(new RunTaskScores([[1, 2, 3, 4, 5]]).Mean),
        0.95 * Math.Sqrt(0.4), 1.05 * Math.Sqrt(0.4));

    // Two tasks, 0 and 1: the mean of a resample is 0, ½ or 1 with probability ¼, ½, ¼, so 20 % either side are 0 and
    // 1.
    [Fact]
    public void Of_TwoTasks_HasTheBoundsOfTheBinomial() => Assert.Equal(
        new Estimate(0.5, 0, 1), new TaskBootstrap(2, confidence: 0.6).Of(new RunTaskScores([[0, 1]]).Mean));

    // Normal data with true mean 0. 95 ± 2.7 %, three standard errors of 600 coverages, and 1 % below that, since
    // the percentile interval of as few as 60 values is a little too narrow.
    [Fact]
    public void Of_NormalTasks_CoversTheTruthAsOftenAsItClaims() =>
        Assert.InRange(Coverage(tasks: 60, seeds: 1, shareOfTask: 1), 0.913, 0.977);

    // Tasks hard for one seed are hard for all. Draws independent by seed would cover about 62 %.
    [Fact]
    public void Of_SeedsOnTheSameTasks_CoversTheTruthAsOftenAsItClaims() =>
        Assert.InRange(Coverage(tasks: 60, seeds: 5, shareOfTask: 0.95), 0.913, 0.977);

    private static Estimate Interval(ulong seed) =>
        new TaskBootstrap(6, seed: seed).Of(new RunTaskScores([[1, 5, 2, 8, 3, 13]]).InterquartileMean);

    /// <summary>Share of 600 simulated evaluations whose interval holds the true mean, 0.</summary>
    private static double Coverage(int tasks, int seeds, double shareOfTask)
    {
        var random = new SplitMix64(20);
        var covered = 0;
        for (var trial = 0; trial < 600; trial++)
        {
            var task = Normals(random, tasks);
            double[][] rows = [.. Enumerable.Range(0, seeds).Select(_ => Normals(random, tasks).Zip(task,
                (noise, hard) => Math.Sqrt(shareOfTask) * hard + Math.Sqrt(1 - shareOfTask) * noise).ToArray())];
            var bootstrap = new TaskBootstrap(tasks, 400, seed: (ulong)trial);
            var interval = bootstrap.Of(new RunTaskScores(rows).InterquartileMean);
            covered += interval.Low <= 0 && 0 <= interval.High ? 1 : 0;
        }

        return covered / 600.0;
    }

    private static double[] Normals(SplitMix64 random, int count) => [.. Enumerable.Range(0, count).Select(_ =>
        Math.Sqrt(-2 * Math.Log(Uniform(random))) * Math.Cos(2 * Math.PI * Uniform(random)))];

    private static double Uniform(SplitMix64 random) => ((random.Next() >> 11) + 0.5) / (1UL << 53);
}
