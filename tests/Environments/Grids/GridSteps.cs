using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments.Grids;

/// <summary>Single tasks, single steps and independent solutions of gridworlds.</summary>
internal static class GridSteps
{
    public static TaskBatch Task(TaskFamily family, params (string Name, double[] Values)[] parameters) =>
        family.Create(
        parameters.ToDictionary(
            pair => pair.Name, pair => tensor(pair.Values, [1, .. family.Tasks.Parameter(pair.Name).Shape])),
        1);

    public static (long State, double Reward, bool Terminated) Step(
        TaskFamily family, TaskBatch task, long state, long action, double noise = 0)
    {
        using var scope = NewDisposeScope();
        var step = family.Step(
            task, tensor([state], [1, 1, 1]), tensor([action], [1, 1]),
            full([1, 1, family.StepNoise], noise, ScalarType.Float64));
        return (step.State.ToInt64(), step.Reward.ToDouble(), step.Terminated.ToBoolean());
    }

    /// <summary>
    /// Value iteration in plain loops over the tables of one task: value of the start with so many steps to go.
    /// </summary>
    public static double PlainOptimum(TaskBatch task, int horizon)
    {
        var tables = TabularFamily.TablesOf(task);
        var (next, p, r, end) = (
            tables.Next.data<long>().ToArray(), tables.Probability.data<double>().ToArray(),
            tables.Reward.data<double>().ToArray(),
            tables.Terminal.data<bool>().ToArray());
        var (states, actions, outcomes) = ((int)tables.States, (int)tables.Actions, (int)tables.Outcomes);
        var values = new double[states];
        for (var step = 0; step < horizon; step++)
        {
            var before = values;
            values = [.. Enumerable.Range(0, states).Select(state => Enumerable.Range(0, actions).Max(action =>
                Enumerable.Range(((state * actions) + action) * outcomes, outcomes)
                    .Sum(entry => p[entry] * (r[entry] + (end[entry] ? 0 : before[next[entry]])))))];
        }

        return values[tables.Start.ToInt64()];
    }

    /// <summary>Best return of all sequences of actions, tried one by one; for tasks without chance.</summary>
    public static double BestOfAllSequences(TaskFamily family, TaskBatch task, int steps)
    {
        double Best(long state, int left) =>
            left == 0 ? 0 : Enumerable.Range(0, ((Discrete)family.Actions).Count).Max(action =>
        {
            var step = Step(family, task, state, action);
            return step.Reward + (step.Terminated ? 0 : Best(step.State, left - 1));
        });

        return Best(TabularFamily.TablesOf(task).Start.ToInt64(), steps);
    }

    /// <summary>
    /// Mean return of the greedy policy of the exact action values, played in many environments of one task.
    /// </summary>
    public static double PlayedOptimum(TabularFamily family, TaskBatch task, int envs)
    {
        using var scope = NewDisposeScope();
        var values = FiniteHorizon.OptimalActionValues(TabularFamily.TablesOf(task), family.Horizon);
        var state = family.Reset(task, zeros([1, envs, 0], ScalarType.Float64));
        var (total, alive) = (zeros([1, envs], ScalarType.Float64), ones([1, envs], ScalarType.Float64));
        for (var t = 0; t < family.Horizon; t++)
        {
            var greedy = values[family.Horizon - 1 - t].argmax(-1).gather(1, state.squeeze(-1));
            var step = family.Step(
                task, state, greedy, new RngKey(5).At(t).Uniform([1, envs, family.StepNoise], CPU, ScalarType.Float64));
            total = total + (step.Reward * alive);
            alive = alive * step.Terminated.logical_not();
            state = step.State;
        }

        return total.mean().ToDouble();
    }

    /// <summary>
    /// Whether a chain of free neighbours joins two cells of a square: breadth first over the drawing alone.
    /// </summary>
    public static bool IsJoined(double[] blocked, int size, int from, int to)
    {
        var seen = new HashSet<int> { from };
        var open = new Queue<int>(seen);
        while (open.TryDequeue(out var cell))
        {
            foreach (var (dx, dy) in new[] { (0, 1), (1, 0), (0, -1), (-1, 0) })
            {
                var (x, y) = ((cell % size) + dx, (cell / size) + dy);
                if (
                    x >= 0 && y >= 0 && x < size && y < size && blocked[(y * size) + x] == 0
                        && seen.Add((y * size) + x))
                {
                    open.Enqueue((y * size) + x);
                }
            }
        }

        return seen.Contains(to);
    }
}
