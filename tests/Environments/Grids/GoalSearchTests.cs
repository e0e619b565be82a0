using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments.Grids;

/// <summary>
/// The Bayes-optimal search against brute force, against simulation, and against numbers found by hand.
/// </summary>
public sealed class GoalSearchTests
{
    private static readonly GoalRewards Rewards = new(OnGoal: 1, Elsewhere: -0.1, EndsAtGoal: false);

    // A corridor of three cells, start at one end, the other two can be the goal; actions: stay, right, left.
    private static readonly HiddenGoal Corridor =
        new([[0, 1, 0], [1, 2, 0], [2, 2, 1]], Start: 0, [1, 2], Horizon: 3, Rewards);

    private static readonly TaskSplit AllGoals = new("all-goals");

    [Fact]
    public void ExpectedReturns_InACorridor_IsWhatIsFoundByHand()
    {
        // 3 steps. Goal 1: found at step 1, stays: 3. Goal 2: −0.1, then two steps on it: 1.9. Mean 2.45.
        Assert.Equal(2.45, Assert.Single(new GoalSearch(Corridor, episodes: 1).ExpectedReturns()), 12);
    }

    [Fact]
    public void ExpectedReturns_InASecondEpisode_AreThoseOfAKnownGoal()
    {
        // Both goals are known after two steps, so episode 2 is as good as with a known goal: (3 + 1.9) / 2.
        Assert.Equal(2.45, new GoalSearch(Corridor, episodes: 2).ExpectedReturns()[1], 12);
    }

    [Theory]
    [InlineData(2, 3, 2)]
    [InlineData(2, 2, 3)]
    [InlineData(3, 4, 1)]
    [InlineData(3, 3, 2)]
    public void ExpectedReturns_OnATinyGrid_AreTheBestOfAllActionSequences(int size, int horizon, int episodes)
    {
        int[] goals = [.. Enumerable.Range(1, (size * size) - 1)];
        var problem = new HiddenGoal(Square(size), Start: 0, goals, horizon, Rewards);
        var search = new GoalSearch(problem, episodes);
        Assert.Equal(BruteForce(problem.Next, goals, horizon, episodes), search.ExpectedReturns().Sum(), 10);
        Assert.Equal(search.Most, search.ExpectedReturns().Sum(), 10);
    }

    [Fact]
    public void ExpectedReturns_OfGridNavi_GrowFromTheFirstEpisodeToTheKnownOptimum()
    {
        var returns = new GridNavigation().Oracle.BayesOptimum(AllGoals, episodes: 4)!.Returns;
        var knownGoal = Enumerable.Range(0, 25).Where(cell => cell / 5 > 1 || cell % 5 > 1)
            .Average(cell => 16 - (cell / 5) - (cell % 5) - (0.1 * ((cell / 5) + (cell % 5) - 1)));
        Assert.Equal(knownGoal, returns[3], 10);
        Assert.True(returns[0] < returns[1]);
        Assert.True(returns[1] <= returns[2]);
    }

    [Fact]
    public void ExpectedReturns_OfGridNavi_AreWhatThePathEarnsWhenSimulated()
    {
        var problem = new GridNavigation().HiddenGoal(AllGoals)!;
        var search = new GoalSearch(problem, episodes: 2);
        var simulated = problem.Goals.Average(
            goal => Simulate(problem.Next, search.Path, goal, problem.Horizon, episodes: 2));
        Assert.Equal(simulated, search.ExpectedReturns().Sum(), 10);
    }

    // A step on each cell in turn, the start too: 100 + 99 + ... + 1 over 100 goals; then straight to it, 9 steps away
    // on average.
    [Fact]
    public void BayesOptimum_OfAHundredGoals_IsThatOfAPathThroughAllOfThem()
    {
        var optimum = new DarkRoom(DarkRoomVariant.DecisionPretraining).Oracle.BayesOptimum(AllGoals, episodes: 2)!;
        Assert.Equal([50.5, 91.99], optimum.Returns.Select(value => Math.Round(value, 10)));
        Assert.True(optimum.IsExact);
    }

    // 21 − distance where the goal is known, 20 at the start itself; unknown at first, whatever the search.
    [Fact]
    public void BayesOptimum_OfTooManyGoals_LiesBetweenItsBounds()
    {
        var optimum = new DarkRoom().Oracle.BayesOptimum(AllGoals, episodes: 8)!;
        Assert.False(optimum.IsExact);
        Assert.InRange(optimum.Returns.Sum(), 100, optimum.Most);
        Assert.InRange(optimum.Most, 0, 8 * (((21 * 81) - 361) / 81.0));
        Assert.Equal(((21 * 81) - 361) / 81.0, optimum.Returns[^1], 10);
    }

    [Theory]
    [InlineData(DarkRoomVariant.PermutedActions, "all-controls")]
    [InlineData(DarkRoomVariant.KeyToDoor, "test")]
    [InlineData(DarkRoomVariant.Hard, "all-goals")]
    public void BayesOptimum_OfOtherHiddenThings_IsUnknown(DarkRoomVariant variant, string tasks) =>
        Assert.Null(new DarkRoom(variant).Oracle.BayesOptimum(new TaskSplit(tasks), episodes: 2));

    // Stay, up, right, down, left on a square; walls clip.
    private static long[][] Square(int size) =>
    [
        .. from y in Enumerable.Range(0, size)
           from x in Enumerable.Range(0, size)
           select new[] { (0, 0), (0, 1), (1, 0), (0, -1), (-1, 0) }.Select(move => (long)(
               (Math.Clamp(y + move.Item2, 0, size - 1) * size) + Math.Clamp(x + move.Item1, 0, size - 1))).ToArray(),
    ];

    // Follows the path until it touches the goal, stays; in later episodes takes a greedy shortest way (a grid has no
    // detours).
    private static double Simulate(long[][] next, int[] path, int goal, int horizon, int episodes)
    {
        var (total, known) = (0.0, false);
        for (var episode = 0; episode < episodes; episode++)
        {
            var cell = 0;
            for (var step = 0; step < horizon; step++)
            {
                cell = !known ? path[(episode * horizon) + step]
                    : (int)next[cell].MinBy(to => Math.Abs((to % 5) - (goal % 5)) + Math.Abs((to / 5) - (goal / 5)));
                known |= cell == goal;
                total += cell == goal ? 1 : -0.1;
            }
        }

        return total;
    }

    // Best expected total over all policies: full recursion over beliefs (sets of goals still possible), no bounds, no
    // sharing.
    private static double BruteForce(long[][] next, int[] goals, int horizon, int episodes)
    {
        double Value(int cell, int step, int[] possible, int? known)
        {
            if (step == horizon * episodes)
            {
                return 0;
            }

            return next[cell].Distinct().Max(move =>
            {
                var to = (int)move;
                var from = (step + 1) % horizon == 0 ? 0 : to;
                if (known is { } goal)
                {
                    return (to == goal ? 1 : -0.1) + Value(from, step + 1, possible, known);
                }

                var rest = possible.Where(other => other != to).ToArray();
                var hit = (double)(possible.Length - rest.Length) / possible.Length;
                var found = hit > 0 ? hit * (1 + Value(from, step + 1, [to], to)) : 0;
                var missed = hit < 1 ? (1 - hit) * (-0.1 + Value(from, step + 1, rest, null)) : 0;
                return found + missed;
            });
        }

        return Value(0, 0, goals, null);
    }
}
