using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Grids;

/// <summary>Agents for grids with an invisible goal that know where goals can be.</summary>
internal static class GridAgents
{
    /// <summary>Name of the task set of all goals.</summary>
    public const string AllGoals = "all-goals";

    // episodes; none is left to be searched after them, and later ones only make the search longer
    private const int MostPlanned = 8;

    /// <summary>
    /// The best search that is known for a goal that is equally likely in all cells where goals can be; none where
    /// <see cref="GoalSearch"/> does not take the family.
    /// </summary>
    /// <remarks>For up to eight episodes; the first eight of more are played as if there were no others.</remarks>
    public static IReadOnlyList<ReferenceAgent> Search(Gridworld family, string name) =>
        family.HiddenGoal(new TaskSplit(AllGoals)) is { } problem
            ? [new(name, "search over beliefs", (_, tasks, envs, episodes) => Begin(problem, tasks, envs, episodes))]
            : [];

    private static GoalSearchPlayer Begin(HiddenGoal problem, long tasks, int envs, int episodes)
    {
        var cells = problem.Next.Length;
        var path = new GoalSearch(problem, Math.Min(episodes, MostPlanned)).Path;
        var to = Enumerable.Range(0, cells).Select(problem.Distances).ToArray();
        long[] distances =
        [
            .. from one in Enumerable.Range(0, cells)
               from other in Enumerable.Range(0, cells)
               select (long)to[other][one],
        ];
        bool[] canBe = [.. Enumerable.Range(0, cells).Select(problem.Goals.Contains)];
        return new GoalSearchPlayer(
            tensor(problem.Next.SelectMany(row => row).ToArray(), [cells, problem.Next[0].Length])
                .DetachFromDisposeScope(),
            tensor(distances).DetachFromDisposeScope(), tensor(canBe).DetachFromDisposeScope(), path, problem.Start,
            problem.Horizon, tasks, envs);
    }
}
