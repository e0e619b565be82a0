using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using Xunit;

namespace MetaRL.Tests.Environments.Grids;

/// <summary>
/// The Bayes-optimal search against brute force, against simulation, and against numbers found by hand.
/// </summary>
public sealed class GoalSearchTests
{
    // A corridor of three cells, start at one end, the other two can be the goal; actions: stay, right, left.
    private static readonly long[][] Corridor = [[0, 1, 0], [1, 2, 0], [2, 2, 1]];

    [Fact]
    public void ExpectedReturns_InACorridor_IsWhatIsFoundByHand()
    {
        // 3 steps. Goal 1: found at step 1, stays: 3. Goal 2: −0.1, then two steps on it: 1.9. Mean 2.45.
        Assert.Equal(
            2.45, Assert.Single(new GoalSearch(Corridor, [1, 2], horizon: 3, episodes: 1).ExpectedReturns()), 12);
    }

    [Fact]
    public void ExpectedReturns_InASecondEpisode_AreThoseOfAKnownGoal()
    {
        // Both goals are known after two steps, so episode 2 is as good as with a known goal: (3 + 1.9) / 2.
        Assert.Equal(2.45, new GoalSearch(Corridor, [1, 2], horizon: 3, episodes: 2).ExpectedReturns()[1], 12);
    }

    [Theory]
    [InlineData(2, 3, 2)]
    [InlineData(2, 2, 3)]
    [InlineData(3, 4, 1)]
    [InlineData(3, 3, 2)]
    public void ExpectedReturns_OnATinyGrid_AreTheBestOfAllActionSequences(int size, int horizon, int episodes)
    {
        var next = new GridNavigation(size, horizon).NextCells;
        int[] goals = [.. Enumerable.Range(1, (size * size) - 1)];
        var search = new GoalSearch(next, goals, horizon, episodes).ExpectedReturns().Sum();
        Assert.Equal(BruteForce(next, goals, horizon, episodes), search, 10);
    }

    [Fact]
    public void ExpectedReturns_OfGridNavi_GrowFromTheFirstEpisodeToTheKnownOptimum()
    {
        var returns = new GridNavigation().Oracle is GridNavigationOracle oracle
            ? oracle.BayesOptimalReturns(new TaskSplit("all-goals"), episodes: 4)!
            : [];
        var knownGoal = Enumerable.Range(0, 25).Where(cell => cell / 5 > 1 || cell % 5 > 1)
            .Average(cell => 16 - (cell / 5) - (cell % 5) - (0.1 * ((cell / 5) + (cell % 5) - 1)));
        Assert.Equal(knownGoal, returns[3], 10);
        Assert.True(returns[0] < returns[1]);
        Assert.True(returns[1] <= returns[2]);
    }

    [Fact]
    public void ExpectedReturns_OfGridNavi_AreWhatThePathEarnsWhenSimulated()
    {
        var next = new GridNavigation().NextCells;
        int[] goals = [.. Enumerable.Range(0, 25).Where(cell => cell / 5 > 1 || cell % 5 > 1)];
        var search = new GoalSearch(next, goals, horizon: 15, episodes: 2);
        var path = search.BestPath();
        var simulated = goals.Average(goal => Simulate(next, path, goal, horizon: 15, episodes: 2));
        Assert.Equal(simulated, search.ExpectedReturns().Sum(), 10);
    }

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
