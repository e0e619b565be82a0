using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Playback;

/// <summary>What happened in one episode of all lanes, N tasks with E environments each, as far as it has been simulated.</summary>
/// <remarks>Written by one thread and read by another: a step is seen whole or not at all.</remarks>
/// <param name="round">Round of adaptation, from 0.</param>
/// <param name="tasks">N.</param>
/// <param name="envs">E.</param>
public sealed class Episode(int round, int tasks, int envs)
{
    private readonly List<Instant> _instants = [];
    private readonly List<Outcome> _outcomes = [];
    private int _steps;

    /// <summary>Round of adaptation, from 0.</summary>
    public int Round => round;

    /// <summary>N.</summary>
    public int Tasks => tasks;

    /// <summary>E.</summary>
    public int Envs => envs;

    /// <summary>Steps simulated so far.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>Steps of one lane until it terminated, or as far as it has been simulated.</summary>
    public int StepsOf(int task, int env)
    {
        var steps = Steps;
        lock (_instants)
        {
            for (var t = 0; t < steps; t++)
            {
                if (_outcomes[t].Terminated[Lane(task, env)])
                {
                    return t + 1;
                }
            }
        }

        return steps;
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
            return _outcomes.Take(steps).Sum(outcome => outcome.Rewards[Lane(task, env)]);
        }
    }

    /// <summary>Mean return over a task's environments after some steps.</summary>
    public double MeanReturn(int task, int time = int.MaxValue) =>
        Enumerable.Range(0, envs).Average(env => ReturnOf(task, env, time));

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
        var t = Math.Min(time, StepsOf(task, env));
        lock (_instants)
        {
            return new Trail(age, [.. _instants.Take(t + 1).Select(instant => Row(instant.States, Lane(task, env)))]);
        }
    }

    /// <summary>How the episode begins.</summary>
    /// <param name="states">[N · E, S].</param>
    /// <param name="observations">[N · E, O].</param>
    internal void Begin(double[] states, double[] observations)
    {
        lock (_instants)
        {
            _instants.Add(new Instant(states, observations));
        }
    }

    /// <summary>One step more.</summary>
    /// <param name="actions">[N · E, A], or [N · E] where actions are discrete.</param>
    /// <param name="rewards">[N · E].</param>
    /// <param name="terminated">[N · E].</param>
    /// <param name="states">[N · E, S], after the step.</param>
    /// <param name="observations">[N · E, O], after the step.</param>
    internal void Add(double[] actions, double[] rewards, bool[] terminated, double[] states, double[] observations)
    {
        lock (_instants)
        {
            _outcomes.Add(new Outcome(actions, rewards, terminated));
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

    private sealed record Outcome(double[] Actions, double[] Rewards, bool[] Terminated);
}
