using MetaRL.Agents.Adaptation;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Posteriors;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Tests.Agents;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

/// <summary>What reference agents believe, against what they have seen.</summary>
public sealed class BeliefTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 400)]
    [InlineData(60, 1)]
    public void BetaQuantile_WithOneOutcomeOnly_IsARoot(int a, int b)
    {
        Assert.Equal(
            b == 1 ? Math.Pow(0.05, 1.0 / a) : 1 - Math.Pow(0.95, 1.0 / b), PosteriorQuantiles.Beta(a, b, 0.05), 10);
        Assert.Equal(
            b == 1 ? Math.Pow(0.95, 1.0 / a) : 1 - Math.Pow(0.05, 1.0 / b), PosteriorQuantiles.Beta(a, b, 0.95), 10);
    }

    [Theory]
    [InlineData(2, 2, 0.05)]
    [InlineData(37, 12, 0.95)]
    [InlineData(300, 700, 0.05)]
    public void BetaQuantile_Of_LeavesItsShareOfTheDensityBelow(int a, int b, double q)
    {
        const int Cells = 20_000; // of Simpson's rule over the density up to the quantile and over all of it
        var x = PosteriorQuantiles.Beta(a, b, q);
        Assert.Equal(q, Simpson(0, x) / (Simpson(0, x) + Simpson(x, 1)), 7);

        double Simpson(double from, double to)
        {
            var h = (to - from) / Cells;
            return h / 3 * Enumerable.Range(0, Cells + 1)
                .Sum(i => Density(from + (i * h)) * (i is 0 or Cells ? 1 : i % 2 == 0 ? 2 : 4));
        }

        // Over that of the mode, lest it be 0.
        double Density(double p)
        {
            var mode = (a - 1.0) / (a + b - 2);
            return p is <= 0 or >= 1
                ? 0
                : Math.Exp(((a - 1) * Math.Log(p / mode)) + ((b - 1) * Math.Log((1 - p) / (1 - mode))));
        }
    }

    [Fact]
    public void Thompson_OnASureAndAHopelessArm_BelievesWhatItCounted()
    {
        using var scope = NewDisposeScope();
        var family = new Bandit(arms: 2, horizon: 12);
        var tasks = family.Create(new Dictionary<string, Tensor> { ["mean"] = tensor([1.0, 0, 1, 0], [2, 2]) }, 2);
        var (actions, beliefs) = Play(family, BanditAgents.Thompson(family), tasks, updates: 0);
        var wins = actions.select(1, 1).select(-1, 0).eq(0).sum().ToDouble();
        var (prior, last) = ((NumberBelief)beliefs[0]!, (NumberBelief)beliefs[^1]!);
        Assert.Equal(13, beliefs.Count); // before the first pull, and after each
        Assert.Equal([0.05, 0.05, 0.05, 0.05], prior.Low.Select(low => Math.Round(low, 10)));
        Assert.Equal("mean", last.Parameter);
        Assert.Equal((wins + 1.0) / (wins + 2), last.Mean[2], 12);
        Assert.Equal(Math.Pow(0.05, 1.0 / (wins + 1)), last.Low[2], 9);
        Assert.Equal(1 - Math.Pow(0.05, 1.0 / (13 - wins)), last.High[3], 9);
    }

    [Fact]
    public void Psrl_AfterItsEpisodes_BelievesTheMeansOfWhatItEarned()
    {
        using var scope = NewDisposeScope();
        var family = new TabularMdp(states: 2, actions: 2, horizon: 5);
        var tasks = family.Sample(new RngKey(5), 2, TaskSplit.Test);
        var rollouts = new List<(double[] States, double[] Actions, double[] Rewards)>();
        var beliefs = new List<Belief?>();
        foreach (var rollout in new ReferenceAdaptation(TabularMdpAgents.Psrl(family), updates: 1).Adapt(
            new RngKey(4), family, tasks, envs: 2, new SnapshotObserver(snapshot => beliefs.Add(snapshot.Believe()))))
        {
            rollouts.Add((Of(rollout.Observations.argmax(-1)), Of(rollout.Actions), Of(rollout.Rewards)));
            rollout.Dispose();
        }

        var steps = rollouts.SelectMany(
            one =>
                Enumerable.Range(0, 5).Select(t => (S: one.States[t], A: one.Actions[t], R: one.Rewards[t]))).ToArray();
        var earned = steps.Where(step => step is { S: 1, A: 0 }).Select(step => step.R).ToArray();
        var last = (NumberBelief)beliefs[^1]!;
        Assert.NotEmpty(earned);
        // task 1, state 1, action 0 of [2, 2, 2]
        Assert.Equal((1 + earned.Sum()) / (1 + earned.Length), last.Mean[6], 9);
        Assert.Equal(2 * 1.6449 / Math.Sqrt(1 + earned.Length), last.High[6] - last.Low[6], 3);

        static double[] Of(Tensor values) =>
            values.select(1, 1).select(1, 0).to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    [Fact]
    public void Bayes_OnItsWay_BelievesInTheCellsNotSeenAndThenInTheGoal()
    {
        using var scope = NewDisposeScope();
        var (far, _) = Search(goal: 24);
        var (goal, found) = (far[9], Array.IndexOf(far, far[9]));
        Assert.InRange(found, 4, 9);
        var (seen, beliefs) = Search(goal);
        Assert.Equal(1.0 / 21, beliefs[0][goal], 12);
        Assert.Equal(0, beliefs[0][6]); // next to the start, where no goal is
        for (var t = 1; t < found; t++)
        {
            var open = 21 - seen[..(t + 1)].Distinct().Count(cell => beliefs[0][cell] > 0);
            Assert.Equal(0, beliefs[t][seen[t]]);
            Assert.Equal(1.0 / open, beliefs[t][goal], 12);
        }

        Assert.Equal(1, beliefs[found][goal]);
        Assert.Equal(1, beliefs[^1].Sum(), 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Bayes_OverAllGoals_EarnsTheBayesOptimum(int episodes)
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation();
        var tasks = family.Sample(new RngKey(1), 21, new TaskSplit("all-goals"));
        var rollouts = new ReferenceAdaptation(family.ReferenceAgents.Single(), episodes - 1)
            .Adapt(new RngKey(4), family, tasks, envs: 2).ToArray();
        scope.Attach(rollouts.SelectMany(rollout => rollout.Tensors));
        var optimal = family.Oracle.BayesOptimum(TaskSplit.Test, episodes)!.Returns;
        for (var episode = 0; episode < episodes; episode++)
        {
            Assert.Equal(optimal[episode], rollouts[episode].Returns.mean().ToDouble(), 9);
        }
    }

    // The cell before each step, and the belief then.
    private static (int[] Cells, List<double[]> Beliefs) Search(int goal)
    {
        var family = new GridNavigation();
        var tasks = family.Create(
            new Dictionary<string, Tensor>
            { ["goal_x"] = tensor([goal % 5.0]), ["goal_y"] = tensor([(double)(goal / 5)]) }, 1);
        var beliefs = new List<double[]>();
        using var rollout = new ReferenceAdaptation(family.ReferenceAgents.Single(), updates: 0)
            .Adapt(
                new RngKey(4), family, tasks, envs: 1,
                new SnapshotObserver(snapshot => beliefs.Add(((GoalBelief)snapshot.Believe()!).Probability))).Single();
        // in [0, 4] on both axes
        var places = rollout.Observations.add(1).mul(2).view(15, 2).data<double>().ToArray().Chunk(2);
        return ([.. places.Select(place => (int)(place[0] + (5 * place[1])))], beliefs);
    }

    private static (Tensor Actions, List<Belief?> Beliefs) Play(
        TaskFamily family, ReferenceAgent agent, TaskBatch tasks, int updates)
    {
        var beliefs = new List<Belief?>();
        var rollout = new ReferenceAdaptation(agent, updates)
            .Adapt(new RngKey(4), family, tasks, envs: 2, new SnapshotObserver(one => beliefs.Add(one.Believe())))
            .Single();
        return (rollout.Actions, beliefs);
    }
}
