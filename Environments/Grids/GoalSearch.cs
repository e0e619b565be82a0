using System.Numerics;
using System.Runtime.InteropServices;
using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Grids;

/// <summary>The Bayes-optimal way to look for a hidden goal cell over several episodes, found exactly.</summary>
/// <remarks>
/// Before the goal is found, every observation is the same whatever the policy hoped for, so a policy is an open path
/// of cells; the belief is uniform over the goal cells not yet visited (Bayes' rule, exact since rewards are
/// deterministic). When the path first touches the goal, the best is to stay there, and in later episodes to walk
/// straight to it. The value of a path is therefore mean over g of R(g, t_g), with t_g the first visit of g and R the
/// total return that this visit time leaves. Paths are grown one step at a time; of those with equal visited goals and
/// equal cell only the best is kept, and none whose optimistic bound is below a path already found: branch and bound
/// over the belief states, so the result is exact.
/// </remarks>
internal sealed class GoalSearch
{
    private const int Unreachable = int.MaxValue / 2;
    private const int BeamWidth = 500;

    private readonly long[][] _next;
    private readonly int[] _goals;
    private readonly int _horizon;
    private readonly int _steps;
    private readonly int[] _goalAt;      // cell → index into _goals, or −1
    /// <summary>Most goal cells that the search takes: one bit each.</summary>
    public const int MostGoals = 64;

    private readonly int[][] _distances; // [goal][cell], steps
    private readonly double[][] _return; // [goal][t]: total return if first visited by global step t = 1..steps
    private readonly double _never;      // total return if never visited
    private readonly double[][] _bestFrom;    // [goal][t]: best return over first visits at t or later
    private readonly double[] _bestOfAllFrom; // [t]: the same, over all goals

    /// <param name="next">Cell that each action leads to, [cell][action]; episodes start in cell 0.</param>
    /// <param name="goals">
    /// Cells that are the goal with equal probability; at most <see cref="MostGoals"/>, none of them the start.
    /// </param>
    /// <param name="horizon">Steps in an episode.</param>
    /// <param name="episodes">Number of episodes.</param>
    public GoalSearch(long[][] next, int[] goals, int horizon, int episodes)
    {
        if (goals.Length is 0 or > MostGoals)
        {
            throw new ArgumentException(
                $"The search takes 1 to {MostGoals} goal cells, but was given {goals.Length}.", nameof(goals));
        }

        _next = next;
        _goals = goals;
        _horizon = horizon;
        _steps = horizon * episodes;
        _goalAt = [.. Enumerable.Range(0, next.Length).Select(cell => Array.IndexOf(goals, cell))];
        _distances = [.. goals.Select(goal => Distances(next, goal))];
        _return = [.. Enumerable.Range(0, goals.Length).Select(goal =>
            Enumerable.Range(0, _steps + 1)
                .Select(step => step == 0 ? 0 : ReturnsAfterFinding(goal, step).Sum()).ToArray())];
        _never = ReturnsAfterFinding(0, 0).Sum();
        _bestFrom = [.. Enumerable.Range(0, goals.Length).Select(BestFrom)];
        _bestOfAllFrom = [.. Enumerable.Range(0, _steps + 2).Select(step => _bestFrom.Max(best => best[step]))];
    }

    /// <summary>
    /// Whether the search applies to a family: its goal alone is hidden, drawn uniformly, and from few enough cells.
    /// </summary>
    public static bool Takes(GridNavigation family, TaskSplit goals) =>
        family is { Dynamics: { AreFixed: true, Stay: true }, DrawsGoalsUniformly: true }
            && family.Goals(goals).Count <= MostGoals;

    /// <summary>Expected return of each episode under the optimal search.</summary>
    public IReadOnlyList<double> ExpectedReturns()
    {
        var path = BestPath();
        var firstVisit = new int[_goals.Length];
        for (var step = 1; step <= _steps; step++)
        {
            var goal = _goalAt[path[step - 1]];
            if (goal >= 0 && firstVisit[goal] == 0)
            {
                firstVisit[goal] = step;
            }
        }

        var episodes = _steps / _horizon;
        var expected = new double[episodes];
        for (var goal = 0; goal < _goals.Length; goal++)
        {
            var returns = ReturnsAfterFinding(goal, firstVisit[goal]);
            for (var episode = 0; episode < episodes; episode++)
            {
                expected[episode] += returns[episode] / _goals.Length;
            }
        }

        return expected;
    }

    /// <summary>
    /// Cells after each step of the optimal search while the goal is not found; length episodes × horizon.
    /// </summary>
    public int[] BestPath()
    {
        var incumbent = Search(BeamWidth, double.NegativeInfinity);
        return Search(int.MaxValue, Total(incumbent) - 1e-9).Cells();
    }

    // Return of each episode when the goal is first visited at a global step; step 0 means never.
    private double[] ReturnsAfterFinding(int goal, int step)
    {
        var distance = _distances[goal][0];
        var returns = new double[_steps / _horizon];
        for (var episode = 0; episode < returns.Length; episode++)
        {
            var arrival = step == 0 || step > (episode + 1) * _horizon ? Unreachable
                : step > episode * _horizon ? step - (episode * _horizon)
                : distance;
            var stepsOnGoal = Math.Max(0, _horizon - arrival + 1);
            returns[episode] = (stepsOnGoal * GridNavigation.GoalReward) + (
                (_horizon - stepsOnGoal) * GridNavigation.StepReward);
        }

        return returns;
    }

    // Layer by layer: partial paths after t steps, at most `width` of them kept, those that cannot reach `floor`
    // dropped.
    private Path Search(int width, double floor)
    {
        List<Path> layer = [new Path(null, Arrived: 0, Cell: 0, Visited: 0, Found: 0)];
        for (var step = 1; step <= _steps; step++)
        {
            var best = new Dictionary<(ulong Visited, int Cell), Path>();
            foreach (var path in layer)
            {
                foreach (var cell in _next[path.Cell])
                {
                    var extended = Extend(path, (int)cell, step);
                    ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(
                        best, (extended.Visited, extended.Cell), out var known);
                    kept = known && kept!.Found >= extended.Found ? kept : extended;
                }
            }

            var now = step;
            var open = best.Values.Select(path => (Path: path, Bound: Bound(path, now)))
                .Where(entry => entry.Bound >= floor);
            layer =
                [
                    .. (width == int.MaxValue ? open : open.OrderByDescending(entry => entry.Bound).Take(width))
                        .Select(entry => entry.Path),
                ];
        }

        return layer.MaxBy(Total)!;
    }

    private double Total(Path path) => path.Found + (_never * (_goals.Length - BitOperations.PopCount(path.Visited)));

    private Path Extend(Path path, int cell, int step)
    {
        var goal = _goalAt[cell];
        var isNew = goal >= 0 && (path.Visited >> goal & 1) == 0;
        return new Path(
            path,
            Arrived: cell,
            Cell: step % _horizon == 0 ? 0 : cell,
            Visited: isNew ? path.Visited | 1UL << goal : path.Visited,
            Found: isNew ? path.Found + _return[goal][step] : path.Found);
    }

    // The smaller of two optimistic sums over the goals still unseen: each reached by its own shortest way, or one at
    // every step.
    private double Bound(Path path, int step)
    {
        var (alone, together, rank) = (0.0, 0.0, 0);
        var episodeEnd = (step + _horizon) / _horizon * _horizon;
        for (var goal = 0; goal < _goals.Length; goal++)
        {
            if ((path.Visited >> goal & 1) == 0)
            {
                var arrival = step + _distances[goal][path.Cell];
                alone += _bestFrom[goal][Math.Min(arrival <= episodeEnd ? arrival : episodeEnd + 1, _steps + 1)];
                together += _bestOfAllFrom[Math.Min(step + ++rank, _steps + 1)];
            }
        }

        return path.Found + Math.Min(alone, together);
    }

    // Best return over first visits at step t or later, never included; index steps + 1 is never.
    private double[] BestFrom(int goal)
    {
        var best = new double[_steps + 2];
        best[_steps + 1] = _never;
        for (var step = _steps; step >= 1; step--)
        {
            var reachable = (step - 1) % _horizon + 1 >= _distances[goal][0];
            best[step] = reachable ? Math.Max(best[step + 1], _return[goal][step]) : best[step + 1];
        }

        return best;
    }

    // Steps from every cell to a goal, breadth first against the moves.
    /// <summary>Length of the shortest path from each cell to one of them.</summary>
    /// <param name="next">Cell that each action leads to, [cell][action].</param>
    /// <param name="goal">The cell.</param>
    public static int[] Distances(long[][] next, int goal)
    {
        var distances = Enumerable.Repeat(Unreachable, next.Length).ToArray();
        distances[goal] = 0;
        for (var (distance, found) = (1, true); found; distance++)
        {
            found = false;
            for (var cell = 0; cell < next.Length; cell++)
            {
                if (distances[cell] == Unreachable && next[cell].Any(reached => distances[reached] == distance - 1))
                {
                    distances[cell] = distance;
                    found = true;
                }
            }
        }

        return distances;
    }

    /// <summary>
    /// A path while the goal is not found: where it stands, which goals it has ruled out, and Σ R over them.
    /// </summary>
    /// <param name="Before">The path one step shorter.</param>
    /// <param name="Arrived">Cell after the last step.</param>
    /// <param name="Cell">Cell before the next step; the start after the end of an episode.</param>
    /// <param name="Visited">Bit per goal.</param>
    /// <param name="Found">Σ R(g, t_g) over the visited goals.</param>
    private sealed record Path(Path? Before, int Arrived, int Cell, ulong Visited, double Found)
    {
        public int[] Cells()
        {
            var cells = new List<int>();
            for (var path = this; path.Before is not null; path = path.Before)
            {
                cells.Add(path.Arrived);
            }

            cells.Reverse();
            return [.. cells];
        }
    }
}
