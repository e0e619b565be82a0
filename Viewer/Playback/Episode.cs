using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Playback;

/// <summary>
/// States, actions and rewards of one round: an episode in each of N · E lanes, N tasks with E environments each, as
/// far as simulated.
/// </summary>
/// <remarks>Written by one thread and read by another, which sees whole steps only.</remarks>
/// <param name="round">Round of adaptation, from 0.</param>
/// <param name="tasks">N.</param>
/// <param name="envs">E.</param>
/// <param name="horizon">Steps of the round.</param>
public sealed class Episode(int round, int tasks, int envs, int horizon)
{
    private readonly List<Instant> _instants = [];
    private readonly List<Outcome> _outcomes = [];
    private readonly int?[] _ends = new int?[tasks * envs];
    // Lane → all of its states, once they are known
    private readonly Dictionary<int, IReadOnlyList<double[]>> _whole = [];
    private int _steps;

    /// <summary>Round of adaptation, from 0.</summary>
    public int Round => round;

    /// <summary>N.</summary>
    public int Tasks => tasks;

    /// <summary>E.</summary>
    public int Envs => envs;

    /// <summary>Steps of the round.</summary>
    public int Horizon => horizon;

    /// <summary>Snapshots of the agent's policy, values and beliefs, where they were taken.</summary>
    public SnapshotLog Snapshots { get; } = new();

    /// <summary>Steps simulated so far.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>Steps of one lane until it terminated, or as far as it has been simulated.</summary>
    public int StepsOf(int task, int env)
    {
        lock (_instants)
        {
            return _ends[Lane(task, env)] ?? _outcomes.Count;
        }
    }

    /// <summary>Whether a lane has terminated by itself.</summary>
    public bool HasTerminated(int task, int env)
    {
        lock (_instants)
        {
            return _ends[Lane(task, env)] is not null;
        }
    }

    /// <summary>Undiscounted return of one lane after some steps.</summary>
    /// <param name="task">Which task.</param>
    /// <param name="env">Which environment.</param>
    /// <param name="time">Steps; more than there are count as all.</param>
    public double ReturnOf(int task, int env, int time = int.MaxValue)
    {
        var steps = Math.Min(time, StepsOf(task, env));
        lock (_instants)
        {
            return steps == 0 ? 0 : _outcomes[steps - 1].Returns[Lane(task, env)];
        }
    }

    /// <summary>Mean return over a task's environments after some steps.</summary>
    public double MeanReturn(int task, int time = int.MaxValue)
    {
        lock (_instants)
        {
            var sum = 0.0;
            for (var lane = Lane(task, 0); lane < Lane(task + 1, 0); lane++)
            {
                var steps = Math.Min(time, _ends[lane] ?? _outcomes.Count);
                sum += steps == 0 ? 0 : _outcomes[steps - 1].Returns[lane];
            }

            return sum / envs;
        }
    }

    /// <summary>One lane after <paramref name="time"/> steps, or at its end if that is earlier.</summary>
    public SceneMoment Moment(int task, int env, int time)
    {
        var t = Math.Min(time, StepsOf(task, env));
        lock (_instants)
        {
            var (now, lane) = (_instants[t], Lane(task, env));
            var moment = new SceneMoment(t, Row(now.States, lane), Row(now.Observations, lane));
            return t == 0
                ? moment
                : moment with { Action = Row(_outcomes[t - 1].Actions, lane), Reward = _outcomes[t - 1].Rewards[lane] };
        }
    }

    /// <summary>The states of one lane until some time.</summary>
    public Trail TrailOf(int task, int env, int age, int time = int.MaxValue)
    {
        var (lane, t) = (Lane(task, env), Math.Min(time, StepsOf(task, env)));
        lock (_instants)
        {
            if (t == (_ends[lane] ?? Horizon) && _whole.TryGetValue(lane, out var known))
            {
                return new Trail(age, known);
            }

            double[][] states = [.. _instants.Take(t + 1).Select(instant => Row(instant.States, lane))];
            if (t == (_ends[lane] ?? Horizon))
            {
                _whole.Add(lane, states);
            }

            return new Trail(age, states);
        }
    }

    /// <summary>The states that one task's lanes were in until some time, and the actions taken there.</summary>
    /// <returns>
    /// Of each lane in turn, one pair a step; the last state, in which nothing has been done yet, is left out.
    /// </returns>
    public IReadOnlyList<(double State, double Action)> Visits(int task, int time)
    {
        lock (_instants)
        {
            var visits = new List<(double, double)>();
            for (var env = 0; env < envs; env++)
            {
                var lane = Lane(task, env);
                var steps = Math.Min(time, _ends[lane] ?? _outcomes.Count);
                for (var t = 0; t < steps; t++)
                {
                    visits.Add((Row(_instants[t].States, lane)[0], Row(_outcomes[t].Actions, lane)[0]));
                }
            }

            return visits;
        }
    }

    /// <summary>Records the initial states.</summary>
    /// <param name="states">[N · E, S].</param>
    /// <param name="observations">[N · E, O].</param>
    internal void Begin(double[] states, double[] observations)
    {
        lock (_instants)
        {
            _instants.Add(new Instant(states, observations));
        }
    }

    /// <summary>Records one step.</summary>
    /// <param name="actions">[N · E, A], or [N · E] where actions are discrete.</param>
    /// <param name="rewards">[N · E].</param>
    /// <param name="terminated">[N · E].</param>
    /// <param name="states">[N · E, S], after the step.</param>
    /// <param name="observations">[N · E, O], after the step.</param>
    internal void Add(double[] actions, double[] rewards, bool[] terminated, double[] states, double[] observations)
    {
        lock (_instants)
        {
            var returns = new double[rewards.Length];
            for (var lane = 0; lane < returns.Length; lane++)
            {
                returns[lane] = (_outcomes.Count > 0 ? _outcomes[^1].Returns[lane] : 0) + rewards[lane];
                if (terminated[lane])
                {
                    _ends[lane] ??= _outcomes.Count + 1;
                }
            }

            _outcomes.Add(new Outcome(actions, rewards, returns));
            _instants.Add(new Instant(states, observations));
        }

        Volatile.Write(ref _steps, _steps + 1);
    }

    private int Lane(int task, int env) => (task * envs) + env;

    private double[] Row(double[] values, int lane)
    {
        var width = values.Length / (tasks * envs);
        return values[(lane * width)..((lane + 1) * width)];
    }

    private sealed record Instant(double[] States, double[] Observations);

    // Returns keep growing after a lane has terminated; they are never read beyond its end.
    private sealed record Outcome(double[] Actions, double[] Rewards, double[] Returns);
}
