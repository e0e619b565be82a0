using System.Runtime.CompilerServices;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>
/// What <see cref="Collector"/> does, on the memory of the CPU: some lanes take all their steps while they are in the
/// cache, and noise, actor and dynamics fill the rollout's rows.
/// </summary>
internal sealed class LaneCollector
{
    // Lanes that go through all steps together: their states, the constants of their tasks and a policy's outputs stay
    // in the first cache.
    private const int LanesPerBlock = 256;

    private readonly int _horizon;
    private readonly bool _restarts;
    private readonly bool _isDiscrete;
    private readonly int _envs;
    private readonly int _actionSize;
    private readonly ILaneActor _actor;
    private readonly LaneRows<float> _reset;
    private readonly LaneRows<float> _step;
    private readonly LaneRows<float> _own;
    private readonly LaneRows<float> _observations;
    private readonly LaneRows<float> _final;
    private readonly LaneRows<float> _actions;
    private readonly LaneRows<long> _choices; // the actions, where they are discrete
    private readonly LaneRows<float> _rewards;
    private readonly LaneRows<bool> _terminated;
    private readonly LaneRows<float> _alive;
    private readonly LaneRows<float> _time;

    private LaneCollector(TaskFamily family, ILaneActor actor, RolloutNoise noise, Rollout rollout)
    {
        (_horizon, _restarts, _isDiscrete) = (noise.Horizon, noise.Restarts, family.Actions is Discrete);
        (_envs, _actor) = (noise.Envs, actor);
        _actionSize = family.Actions is Box box ? box.Size : 1;
        (_reset, _step, _own) = (new(noise.Reset), new(noise.Step), new(noise.Action));
        (_observations, _final) = (new(rollout.Observations), new(rollout.FinalObservations.unsqueeze(0)));
        (_rewards, _terminated) = (new(rollout.Rewards), new(rollout.Terminated));
        (_alive, _time) = (new(rollout.Alive), new(rollout.Time));
        _actions = _isDiscrete ? default : new(rollout.Actions);
        _choices = _isDiscrete ? new(rollout.Actions) : default;
    }

    /// <inheritdoc cref="Collector.Collect(TaskFamily, TaskBatch, IPolicy, Params, RolloutNoise)"/>
    /// <param name="family">The dynamics.</param>
    /// <param name="source">The tasks' lanes.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="noise">Every random number, for N tasks and E environments.</param>
    public static Rollout Collect(TaskFamily family, LaneSource<float> source, ILaneActor actor, RolloutNoise noise)
    {
        var (tasks, observed) = (noise.Reset.size(1), ((Box)family.Observations).Size);
        long[] lanes = [noise.Horizon, tasks, noise.Envs];
        var rollout = new Rollout(
            empty([.. lanes, observed]), empty([tasks, noise.Envs, observed]),
            family.Actions is Box box ? empty([.. lanes, box.Size]) : empty(lanes, ScalarType.Int64),
            empty(lanes), empty(lanes, ScalarType.Bool), empty(lanes), empty(lanes), noise.Restarts);
        var collector = new LaneCollector(family, actor, noise, rollout);
        var all = checked((int)(tasks * noise.Envs));
        for (var first = 0; first < all; first += LanesPerBlock)
        {
            var some = Math.Min(LanesPerBlock, all - first);
            collector.Run(source(first, some), first, some);
            collector.Count(first, some);
        }

        GC.KeepAlive(noise); // whose memory the collector has
        return rollout;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(LaneSteps<float> environments, int first, int lanes)
    {
        var actions = new float[lanes * _actionSize];
        var clock = Enumerable.Repeat(true, lanes).ToArray(); // which ends all episodes in the end
        _actor.Begin(first, lanes, _envs);
        environments.Reset(_reset[0, first, lanes]);
        _time[0, first, lanes].Clear();
        for (var t = 0; t < _horizon; t++)
        {
            var seen = _observations[t, first, lanes];
            environments.Observe(seen);
            _actor.Act(seen, _own[t, first, lanes], actions);
            Keep(actions, t, first, lanes);
            var ended = _terminated[t, first, lanes];
            environments.Step(actions, _step[t, first, lanes], _rewards[t, first, lanes], ended);
            _actor.See(_rewards[t, first, lanes], t + 1 < _horizon ? ended : clock);
            if (t + 1 < _horizon && _restarts)
            {
                environments.Restart(_reset[t + 1, first, lanes]);
                LaneFlags.Count(_time[t, first, lanes], ended, _time[t + 1, first, lanes]);
            }
            else if (t + 1 < _horizon)
            {
                _time[t + 1, first, lanes].Fill(t + 1);
            }
        }

        environments.Observe(_final[0, first, lanes]);
    }

    // Which steps belong to episodes, and so count: until the first end or, where environments restart, until the last.
    private void Count(int first, int lanes)
    {
        var last = _horizon - 1;
        if (!_restarts)
        {
            _alive[0, first, lanes].Fill(1);
            for (var t = 0; t <= last; t++)
            {
                LaneFlags.Follow(
                    _alive[t, first, lanes], _rewards[t, first, lanes], _terminated[t, first, lanes],
                    t < last ? _alive[t + 1, first, lanes] : []);
            }

            return;
        }

        var next = new float[lanes]; // 1 where nothing has ended: the clock ends the one episode
        for (var lane = 0; lane < lanes; lane++)
        {
            next[lane] = _time[last, first, lanes][lane] == last ? 1 : 0;
        }

        for (var t = last; t >= 0; t--)
        {
            LaneFlags.Precede(
                t < last ? _alive[t + 1, first, lanes] : next, _terminated[t, first, lanes], _alive[t, first, lanes],
                _rewards[t, first, lanes]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Keep(ReadOnlySpan<float> actions, int t, int first, int lanes)
    {
        if (!_isDiscrete)
        {
            actions.CopyTo(_actions[t, first, lanes]);
            return;
        }

        var choices = _choices[t, first, lanes];
        for (var lane = 0; lane < choices.Length; lane++)
        {
            choices[lane] = (long)actions[lane];
        }
    }
}
