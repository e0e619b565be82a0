using System.Runtime.InteropServices;

namespace MetaRL.Environments.Grids;

/// <summary>The Bayes-optimal way to look for a hidden goal cell over several episodes.</summary>
/// <remarks>
/// Before the goal is found, every observation is the same whatever the policy hoped for, so a policy is an open path
/// of cells; the belief is uniform over the goal cells not yet visited (Bayes' rule, exact since rewards are
/// deterministic). When the path first touches the goal, the best is to stay there, and in later episodes to walk
/// straight to it. The value of a path is therefore mean over g of R(g, t_g), with t_g the first visit of g and R the
/// total return that this visit time leaves. Paths are grown one step at a time; of those with equal visited goals and
/// equal cell only the best is kept, and none whose optimistic bound is below a path already found: branch and bound
/// over the belief states. The result is exact unless there are too many of them; it then is the best path of a beam
/// search, and <see cref="Most"/> what no path can exceed.
/// </remarks>
internal sealed class GoalSearch
{
    /// <summary>Most goal cells that the search takes: one bit each.</summary>
    public const int MostGoals = 128;

    private const int BeamWidth = 500;
    private const int MostStates = 200_000; // in a layer, before the search gives up to be exact
    private const double Rounding = 1e-9;

    private readonly HiddenGoal _problem;
    private readonly int _episodes;
    private readonly int _steps;
    private readonly int[] _goalAt;      // cell → index into the goals, or −1
    private readonly int[][] _distances; // [goal][cell], steps
    private readonly double[][] _return; // [goal][t]: total return if first visited by global step t = 1..steps
    private readonly double _never;      // total return if never visited
    private readonly double[][] _bestFrom; // [goal][t]: best return over first visits at t or later
    private readonly int[] _nearest;     // goals by their distance from the start

    /// <param name="problem">At most <see cref="MostGoals"/> goals.</param>
    /// <param name="episodes">Number of episodes.</param>
    public GoalSearch(HiddenGoal problem, int episodes)
    {
        var goals = problem.Goals;
        if (goals.Count is 0 or > MostGoals)
        {
            throw new ArgumentException(
                $"The search takes 1 to {MostGoals} goal cells, but was given {goals.Count}.", nameof(problem));
        }

        (_problem, _episodes, _steps) = (problem, episodes, problem.Horizon * episodes);
        _goalAt = new int[problem.Next.Length];
        Array.Fill(_goalAt, -1);
        for (var goal = 0; goal < goals.Count; goal++)
        {
            _goalAt[goals[goal]] = goal;
        }

        _distances = [.. goals.Select(problem.Distances)];
        _return = [.. Enumerable.Range(0, goals.Count).Select(goal => Enumerable.Range(0, _steps + 1)
            .Select(step => step == 0 ? 0 : Returns(goal, step).Sum()).ToArray())];
        _never = Returns(0, null).Sum();
        _bestFrom = [.. Enumerable.Range(0, goals.Count).Select(BestFrom)];
        _nearest = [.. Enumerable.Range(0, goals.Count).OrderBy(goal => _distances[goal][problem.Start])];
        (Path, Most) = Solve();
    }

    /// <summary>Cells after each step of the best search found while the goal is not; episodes × horizon.</summary>
    public int[] Path { get; }

    /// <summary>
    /// What no search returns more than in all episodes, in expectation: what the path does where it is optimal.
    /// </summary>
    public double Most { get; }

    /// <summary>Expected return of each episode along the path.</summary>
    public IReadOnlyList<double> ExpectedReturns()
    {
        var found = new int?[_goalAt.Length];
        for (var step = _steps; step >= 1; step--)
        {
            found[Path[step - 1]] = step;
        }

        var expected = new double[_episodes];
        for (var goal = 0; goal < _problem.Goals.Count; goal++)
        {
            var returns = Returns(goal, found[_problem.Goals[goal]]);
            for (var episode = 0; episode < _episodes; episode++)
            {
                expected[episode] += returns[episode] / _problem.Goals.Count;
            }
        }

        return expected;
    }

    private double[] Returns(int goal, int? found) =>
        _problem.Returns(_distances[goal][_problem.Start], found, _episodes);

    private (int[] Path, double Most) Solve()
    {
        var begin = new Node(null, Arrived: _problem.Start, Cell: _problem.Start, Visited: 0, Found: 0);
        var best = new[] { Search([begin], BeamWidth, double.NegativeInfinity).Path!, Sweep(begin) }.MaxBy(Total)!;
        var most = Bound(begin, 0).Value;
        if (Total(best) < most - Rounding)
        {
            var exact = Search([begin], MostStates, Total(best) - Rounding);
            (best, most) = exact.Path is { } optimal
                ? (optimal, Total(optimal))
                : (best, Math.Min(most, Math.Max(Total(best), exact.Most)));
        }

        return (best.Cells(), most / _problem.Goals.Count);
    }

    // Layer by layer: partial paths after t steps, those that cannot reach the floor dropped. Without a floor the most
    // promising ones go on; with one, all do, or none where they are too many: then with what they reach at most.
    private (Node? Path, double Most) Search(List<Node> layer, int width, double floor)
    {
        for (var step = 1; step <= _steps; step++)
        {
            var best = new Dictionary<(UInt128 Visited, int Cell), Node>();
            foreach (var path in layer)
            {
                foreach (var cell in _problem.Next[path.Cell])
                {
                    var extended = Extend(path, (int)cell, step);
                    ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(
                        best, (extended.Visited, extended.Cell), out var known);
                    kept = known && kept!.Found >= extended.Found ? kept : extended;
                }
            }

            var now = step;
            var open = best.Values.Select(path => (Path: path, Bound: Bound(path, now)))
                .Where(entry => entry.Bound.Value >= floor).ToArray();
            if (open.Length > width && !double.IsNegativeInfinity(floor))
            {
                return (null, open.Max(entry => entry.Bound.Value));
            }

            layer = [.. open.OrderByDescending(entry => entry.Bound).Take(width).Select(entry => entry.Path)];
        }

        var last = layer.MaxBy(Total)!;
        return (last, Total(last));
    }

    // Always on to the nearest goal not yet seen, of equally near ones to that with the fewest such neighbours: around
    // the edge and inwards, where a beam's many paths leave holes.
    private Node Sweep(Node path)
    {
        for (var step = 1; step <= _steps; step++)
        {
            var at = path;
            var unseen = _problem.Goals.Where((_, goal) => (at.Visited >> goal & 1) == 0).ToHashSet();
            var target = unseen.Count == 0 ? path.Cell : unseen
                .OrderBy(cell => Math.Max(1, _distances[_goalAt[cell]][at.Cell]))
                .ThenBy(cell => _problem.Next[cell].Count(next => next != cell && unseen.Contains((int)next)))
                .First();
            var goal = _goalAt[target];
            path = Extend(
                path, goal < 0 ? target : (int)_problem.Next[path.Cell].MinBy(next => _distances[goal][next]), step);
        }

        return path;
    }

    private double Total(Node path) => path.Found + (_never * (_problem.Goals.Count - Count(path.Visited)));

    private static int Count(UInt128 bits) => (int)UInt128.PopCount(bits);

    private Node Extend(Node path, int cell, int step)
    {
        var goal = _goalAt[cell];
        var isNew = goal >= 0 && (path.Visited >> goal & 1) == 0;
        return new Node(
            path,
            Arrived: cell,
            Cell: step % _problem.Horizon == 0 ? _problem.Start : cell,
            Visited: isNew ? path.Visited | UInt128.One << goal : path.Visited,
            Found: isNew ? path.Found + _return[goal][step] : path.Found);
    }

    // Two optimistic sums over the goals still unseen: one at every step, the nearest first, since what a goal returns
    // in later episodes weighs most where there are most of them; and each reached by its own shortest way. The smaller
    // one is the bound; of equal bounds the path with more by the other is the more promising.
    private (double Value, double Other) Bound(Node path, int step)
    {
        var (alone, together, next) = (path.Found, path.Found, step);
        var horizon = _problem.Horizon;
        var episodeEnd = (step + horizon) / horizon * horizon;
        foreach (var goal in _nearest)
        {
            if ((path.Visited >> goal & 1) == 0)
            {
                var arrival = step + Math.Max(1, _distances[goal][path.Cell]);
                alone += _bestFrom[goal][Math.Min(arrival <= episodeEnd ? arrival : episodeEnd + 1, _steps + 1)];
                together += ++next <= _steps ? _return[goal][next] : _never;
            }
        }

        return (Math.Min(alone, together), Math.Max(alone, together));
    }

    // Best return over first visits at step t or later, never included; index steps + 1 is never.
    private double[] BestFrom(int goal)
    {
        var best = new double[_steps + 2];
        best[_steps + 1] = _never;
        for (var step = _steps; step >= 1; step--)
        {
            var reachable = (step - 1) % _problem.Horizon + 1 >= _distances[goal][_problem.Start];
            best[step] = reachable ? Math.Max(best[step + 1], _return[goal][step]) : best[step + 1];
        }

        return best;
    }

    /// <summary>
    /// A path while the goal is not found: where it stands, which goals it has ruled out, and Σ R over them.
    /// </summary>
    /// <param name="Before">The path one step shorter.</param>
    /// <param name="Arrived">Cell after the last step.</param>
    /// <param name="Cell">Cell before the next step; the start after the end of an episode.</param>
    /// <param name="Visited">Bit per goal.</param>
    /// <param name="Found">Σ R(g, t_g) over the visited goals.</param>
    private sealed record Node(Node? Before, int Arrived, int Cell, UInt128 Visited, double Found)
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
