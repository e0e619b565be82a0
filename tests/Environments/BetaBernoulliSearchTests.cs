using MetaRL.Environments.Bandits;
using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments;

/// <summary>
/// The Bayes-optimal bandit agent against numbers found by hand, against brute force, and against simulation.
/// </summary>
public sealed class BetaBernoulliSearchTests
{
    [Theory]
    [InlineData(1, 7, 3.5)]
    [InlineData(2, 1, 0.5)]
    [InlineData(2, 2, 13.0 / 12)] // ½ + ½ · ⅔ (stay after a success) + ½ · ½ (change after a failure)
    [InlineData(9, 2, 13.0 / 12)]
    public void ExpectedReturn_OfFewPulls_IsWhatIsFoundByHand(int arms, int pulls, double expected) =>
        Assert.Equal(expected, new BetaBernoulliSearch(arms, pulls).ExpectedReturn(), 12);

    [Theory]
    [InlineData(2, 5)]
    [InlineData(2, 6)]
    [InlineData(3, 5)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    public void ExpectedReturn_OfATinyBandit_IsTheBestOfAllPolicies(int arms, int pulls) =>
        Assert.Equal(
            BruteForce(new int[arms], new int[arms], pulls), new BetaBernoulliSearch(arms, pulls).ExpectedReturn(), 12);

    [Fact]
    public void ExpectedReturn_WithMoreArmsThanPulls_DoesNotDependOnTheirNumber() => Assert.Equal(
        new BetaBernoulliSearch(10, 10).ExpectedReturn(), new BetaBernoulliSearch(50, 10).ExpectedReturn(), 12);

    [Fact]
    public void ExpectedReturn_OfTheSearch_IsWhatItsPolicyEarnsOnAverage()
    {
        const int Games = 20_000;
        var search = new BetaBernoulliSearch(3, 12);
        var random = new Random(5);
        var totals = Enumerable.Range(0, Games)
            .Select(_ => (double)Simulate(search, arms: 3, pulls: 12, random)).ToArray();
        var mean = totals.Average();
        var error = Math.Sqrt(totals.Average(total => (total - mean) * (total - mean)) / Games);
        Assert.InRange(search.ExpectedReturn(), mean - (4 * error), mean + (4 * error));
    }

    [Fact]
    public void CountBeliefs_OfTwoArms_IsCountedByHand() =>
        // 1 before any pull, 2 after one; after two 3 on one arm and 3 on both
        Assert.Equal(9, BetaBernoulliSearch.CountBeliefs(2, 3));

    [Fact]
    public void BayesOptimum_OfFiveArmsAndTwentyPulls_LiesBetweenOneArmAndTheBestArm()
    {
        var value = Assert.Single(new Bandit(5, 20).Oracle.BayesOptimum(TaskSplit.Train, 1)!.Returns);
        Assert.InRange(value, 13.5, 20 * 5 / 6.0);
    }

    [Theory]
    [InlineData(5, 100, BanditRewards.Bernoulli, 1)] // too many beliefs
    [InlineData(5, 10, BanditRewards.Gaussian, 1)]
    [InlineData(5, 10, BanditRewards.Bernoulli, 2)]
    public void BayesOptimum_WhereNothingExactIsKnown_AreNull(
        int arms, int pulls, BanditRewards rewards, int episodes) =>
        Assert.Null(new Bandit(arms, pulls, rewards).Oracle.BayesOptimum(TaskSplit.Train, episodes));

    [Fact]
    public void BayesOptimum_OfOtherThanUniformProbabilities_AreNull()
    {
        var family = new Bandit(5, 10).With(
            new Dictionary<string, ParameterDistribution> { ["mean"] = new UniformDistribution(new(0, 0.5)) });
        Assert.Null(family.Oracle!.BayesOptimum(TaskSplit.Train, 1));
    }

    private static int Simulate(BetaBernoulliSearch search, int arms, int pulls, Random random)
    {
        var probabilities = Enumerable.Range(0, arms).Select(_ => random.NextDouble()).ToArray();
        var (successes, failures) = (new int[arms], new int[arms]);
        for (var pull = 0; pull < pulls; pull++)
        {
            var arm = search.BestArm(successes, failures);
            (random.NextDouble() < probabilities[arm] ? successes : failures)[arm]++;
        }

        return successes.Sum();
    }

    // Full recursion over sequences of outcomes, nothing shared.
    private static double BruteForce(int[] successes, int[] failures, int left) =>
        left == 0 ? 0 : Enumerable.Range(0, successes.Length).Max(arm =>
    {
        var p = (successes[arm] + 1.0) / (successes[arm] + failures[arm] + 2);
        successes[arm]++;
        var success = 1 + BruteForce(successes, failures, left - 1);
        successes[arm]--;
        failures[arm]++;
        var failure = BruteForce(successes, failures, left - 1);
        failures[arm]--;
        return (p * success) + ((1 - p) * failure);
    });
}
