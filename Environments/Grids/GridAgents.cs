using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>Agents for grids with an invisible goal that know where goals can be.</summary>
public static class GridNavigationAgents
{
    // episodes; none is left to be searched after them, and later ones only make the search longer
    private const int MostPlanned = 8;

    private static readonly TaskSplit AllGoals = new("all-goals");

    /// <summary>All that there are: none where <see cref="GoalSearch"/> does not take the family.</summary>
    public static IReadOnlyList<ReferenceAgent> Of(GridNavigation family) =>
        GoalSearch.Takes(family, AllGoals) ? [Bayes(family)] : [];

    /// <summary>The Bayes-optimal search for a goal that is equally likely in all cells where goals can be.</summary>
    /// <remarks>For up to eight episodes; the first eight of more are played as if there were no others.</remarks>
    public static ReferenceAgent Bayes(GridNavigation family) =>
        new("Bayes", "exact search", (_, tasks, envs, episodes) =>
    {
        var (cells, goals) = (family.NextCells.Length, family.Goals(AllGoals).ToArray());
        var path = new GoalSearch(family.NextCells, goals, family.Horizon, Math.Min(episodes, MostPlanned)).BestPath();
        var to = Enumerable.Range(0, cells).Select(cell => GoalSearch.Distances(family.NextCells, cell)).ToArray();
        long[] distances =
        [
            .. from one in Enumerable.Range(0, cells)
               from other in Enumerable.Range(0, cells)
               select (long)to[other][one],
        ];
        bool[] canBe = [.. Enumerable.Range(0, cells).Select(goals.Contains)];
        return new GoalSearchPlayer(
            tensor(family.NextCells.SelectMany(row => row).ToArray(), [cells, family.NextCells[0].Length])
                .DetachFromDisposeScope(),
            tensor(distances).DetachFromDisposeScope(), tensor(canBe).DetachFromDisposeScope(), path, family.Horizon,
            tasks, envs);
    });
}
