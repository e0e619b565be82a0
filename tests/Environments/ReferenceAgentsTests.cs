using MetaRL.Agents.Adaptation;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Posteriors;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

/// <summary>
/// Published algorithms: their building blocks against closed forms, their returns against exact values.
/// </summary>
public sealed class ReferenceAgentsTests
{
    private static readonly Bandit SmallBandit = new(arms: 3, horizon: 12);
    private static readonly TabularMdp SmallMdp = new(states: 4, actions: 3, horizon: 6);

    public static TheoryData<string> BanditNames => [.. SmallBandit.ReferenceAgents.Select(agent => agent.Name)];

    public static TheoryData<string> MdpNames => [.. SmallMdp.ReferenceAgents.Select(agent => agent.Name)];

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(40)]
    public void Gamma_OfAShape_HasItsFirstThreeMoments(double a)
    {
        // Central moments of Gamma(a): a, a, 2a; the variance of the m-th sample moment is at most that of xᵐ about the
        // mean, over n.
        using var scope = NewDisposeScope();
        using var generator = new RngKey(1).On(CPU);
        const int N = 200_000;
        var x = PosteriorDraws.Gamma(full([N], a, ScalarType.Float64), generator) - a;
        Assert.InRange(x.mean().ToDouble(), -Margin(x), Margin(x));
        Assert.InRange(x.pow(2).mean().ToDouble(), a - Margin(x.pow(2)), a + Margin(x.pow(2)));
        Assert.InRange(x.pow(3).mean().ToDouble(), (2 * a) - Margin(x.pow(3)), (2 * a) + Margin(x.pow(3)));
    }

    [Fact]
    public void Gamma_OfShapeOne_IsExponential()
    {
        using var scope = NewDisposeScope();
        using var generator = new RngKey(2).On(CPU);
        var above = (PosteriorDraws.Gamma(ones(200_000, ScalarType.Float64), generator) > 1)
            .to_type(ScalarType.Float64);
        Assert.InRange(above.mean().ToDouble(), Math.Exp(-1) - Margin(above), Math.Exp(-1) + Margin(above));
    }

    [Fact]
    public void Beta_OfThreeAndTwo_HasTheTextbookDistribution()
    {
        // P(x ≤ ½) = Σ_{j ≥ 3} C(4, j) / 16 = 5/16
        using var scope = NewDisposeScope();
        using var generator = new RngKey(3).On(CPU);
        var shape = ones(200_000, ScalarType.Float64);
        var below = (PosteriorDraws.Beta(shape * 3, shape * 2, generator) <= 0.5).to_type(ScalarType.Float64);
        Assert.InRange(below.mean().ToDouble(), (5.0 / 16) - Margin(below), (5.0 / 16) + Margin(below));
    }

    [Theory]
    [InlineData(0, 0, 0.9, 0.7029)] // Gittins 1989, table 8: discount 0.9, (α, β) = (1, 1), (2, 1), (1, 2)
    [InlineData(1, 0, 0.9, 0.8001)]
    [InlineData(0, 1, 0.9, 0.5001)]
    [InlineData(0, 0, 0.99, 0.8699)]
    public void GittinsIndex_OfAnArm_IsThePublishedOne(int successes, int failures, double discount, double expected)
    {
        using var scope = NewDisposeScope();
        var table = GittinsIndex.Table(discount > 0.9 ? 250 : 60, discount);
        Assert.Equal(expected, table[successes, failures].ToDouble(), 2e-4);
    }

    [Theory]
    [MemberData(nameof(BanditNames))]
    public void Play_OfABandit_EarnsNoMoreThanTheBayesOptimum(string name)
    {
        using var scope = NewDisposeScope();
        var tasks = SmallBandit.Sample(new RngKey(4), 4000, TaskSplit.Test);
        var returns = Play(
            SmallBandit, SmallBandit.ReferenceAgents.Single(agent => agent.Name == name), new RngKey(5), tasks, 2, 1);
        Assert.Equal([1, 4000, 2], returns.shape);
        var perTask = returns.mean([0, 2]);
        var best = SmallBandit.Oracle.BayesOptimum(TaskSplit.Test, 1)!.Most;
        Assert.InRange(perTask.mean().ToDouble(), 6 - Margin(perTask), best + Margin(perTask));
    }

    [Theory]
    [InlineData("Gittins", 0.05)]
    [InlineData("UCB1", 0.1)]
    [InlineData("OTS", 0.7)]
    public void Play_OfAGoodBanditAgent_IsNearTheBayesOptimum(string name, double loss)
    {
        using var scope = NewDisposeScope();
        var tasks = SmallBandit.Sample(new RngKey(4), 20_000, TaskSplit.Test);
        var perTask = Play(
            SmallBandit, SmallBandit.ReferenceAgents.Single(agent => agent.Name == name), new RngKey(5), tasks, 1,
            1).mean([0, 2]);
        Assert.True(
            perTask.mean()
                .ToDouble() > SmallBandit.Oracle.BayesOptimum(TaskSplit.Test, 1)!.Most - loss - Margin(perTask));
    }

    [Fact]
    public void Play_OfThompsonOnTwoArms_IsWhatEnumerationFinds()
    {
        // First pull ½. Then a draw from Beta(2, 1) beats U(0, 1) with probability ⅔ and earns ⅔, else ½; after a
        // failure, mirrored. ½ + ½ (⅔ · ⅔ + ⅓ · ½) + ½ (⅓ · ⅓ + ⅔ · ½) = 37/36
        using var scope = NewDisposeScope();
        var family = new Bandit(arms: 2, horizon: 2);
        var tasks = family.Sample(new RngKey(6), 100_000, TaskSplit.Test);
        var perTask = Play(family, BanditAgents.Thompson(family), new RngKey(7), tasks, 1, 1).flatten();
        Assert.InRange(perTask.mean().ToDouble(), (37.0 / 36) - Margin(perTask), (37.0 / 36) + Margin(perTask));
    }

    [Theory]
    [MemberData(nameof(BanditNames))]
    public void Play_OfTheSameKey_GivesTheSameReturns(string name)
    {
        using var scope = NewDisposeScope();
        var tasks = SmallBandit.Sample(new RngKey(4), 20, TaskSplit.Test);
        var agent = SmallBandit.ReferenceAgents.Single(agent => agent.Name == name);
        Assert.Equal(
            Play(SmallBandit, agent, new RngKey(5), tasks, 2, 2).data<double>().ToArray(),
            Play(SmallBandit, agent, new RngKey(5), tasks, 2, 2).data<double>().ToArray());
    }

    [Theory]
    [InlineData("TS")]
    [InlineData("Greedy")]
    [InlineData("UCB1")]
    public void Play_OfGaussianArms_LearnsFromEpisodeToEpisode(string name)
    {
        using var scope = NewDisposeScope();
        var family = new Bandit(arms: 3, horizon: 10, rewards: BanditRewards.Gaussian);
        var tasks = family.Sample(new RngKey(4), 2000, TaskSplit.Test);
        var returns = Play(
            family, family.ReferenceAgents.Single(agent => agent.Name == name), new RngKey(5), tasks, 1, 2);
        var gain = (returns.select(0, 1) - returns.select(0, 0)).flatten();
        Assert.True(gain.mean().ToDouble() > Margin(gain));
    }

    [Theory]
    [MemberData(nameof(MdpNames))]
    public void Play_OfTabularMdps_EarnsNoMoreThanTheKnownOptimum(string name)
    {
        using var scope = NewDisposeScope();
        var tasks = SmallMdp.Sample(new RngKey(4), 500, TaskSplit.Test);
        var returns = Play(
            SmallMdp, SmallMdp.ReferenceAgents.Single(agent => agent.Name == name), new RngKey(5), tasks, 2, 5);
        Assert.Equal([5, 500, 2], returns.shape);
        var gap = SmallMdp.Oracle!.OptimalReturn(tasks).unsqueeze(-1) - returns.mean([0]);
        var perTask = gap.mean([1]);
        Assert.True(perTask.mean().ToDouble() > -Margin(perTask));
    }

    [Fact]
    public void Play_OfRandomOnTabularMdps_EarnsOnePerStep()
    {
        using var scope = NewDisposeScope();
        var tasks = SmallMdp.Sample(new RngKey(4), 4000, TaskSplit.Test);
        var perTask = Play(SmallMdp, TabularMdpAgents.Random(SmallMdp), new RngKey(5), tasks, 1, 1).flatten();
        Assert.InRange(perTask.mean().ToDouble(), 6 - Margin(perTask), 6 + Margin(perTask));
    }

    [Fact]
    public void Play_OfPsrlForManyEpisodes_ComesToTheKnownOptimum()
    {
        using var scope = NewDisposeScope();
        var tasks = SmallMdp.Sample(new RngKey(4), 300, TaskSplit.Test);
        var returns = Play(SmallMdp, TabularMdpAgents.Psrl(SmallMdp), new RngKey(5), tasks, 1, 200);
        var gap = (SmallMdp.Oracle!.OptimalReturn(tasks) - returns.narrow(0, 150, 50).mean([0, 2])).flatten();
        var first = (SmallMdp.Oracle!.OptimalReturn(tasks) - returns.narrow(0, 0, 1).mean([0, 2])).flatten();
        Assert.True(gap.mean().ToDouble() < 0.2 * first.mean().ToDouble());
    }

    // Four standard errors of a mean over independent entries.
    // Undiscounted return of each episode, float64 [episodes, N, E]
    private static Tensor Play(
        TaskFamily family, ReferenceAgent agent, RngKey key, TaskBatch tasks, int envs, int episodes)
    {
        var rollouts = new ReferenceAdaptation(agent, episodes - 1).Adapt(key, family, tasks, envs).ToArray();
        return stack(rollouts.Select(rollout => rollout.Returns));
    }

    private static double Margin(Tensor values) => 4 * values.std().ToDouble() / Math.Sqrt(values.numel());
}
