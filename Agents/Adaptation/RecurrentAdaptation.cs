using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Adaptation;

/// <summary>Adapts by remembering: a round is the next episode of each lane, and no weight changes.</summary>
/// <remarks>
/// Every lane, one environment of one task, is a trial of its own: its memory goes from episode to episode and knows
/// nothing of the other lanes of the task. So one round costs one episode a lane, and the first round is the trial's
/// first episode, in which the agent may already have learnt something.
/// </remarks>
/// <param name="policy">The architecture.</param>
/// <param name="theta">θ.</param>
/// <param name="updates">Episodes after the first.</param>
/// <param name="chunks">How tasks are spread over threads.</param>
public sealed class RecurrentAdaptation(RecurrentPolicy policy, Params theta, int updates, TaskChunks chunks)
    : IInspectableAgent
{
    public TaskKnowledge Knowledge => TaskKnowledge.OwnEpisodes;

    /// <summary>Whether the policy's values were learnt.</summary>
    public bool HasValues { get; init; } = true;

    /// <summary>
    /// What the memory says about N tasks, the last layer's h [N, H] of a GRU → a belief, null where it cannot be told;
    /// null for other memories.
    /// </summary>
    public Func<Tensor, Belief?>? Believe { get; init; }

    /// <summary>
    /// First task and number of those that are played; all by default. Their random numbers do not depend on it.
    /// </summary>
    public (long Start, long Count)? Only { get; init; }

    /// <remarks>
    /// An observer is shown the memory of the first environment of each task; tasks are then computed all at once.
    /// </remarks>
    public IEnumerable<Rollout> Adapt(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, IAdaptationObserver? observer = null)
    {
        var (memory, isShown) = (Start(Played(tasks), envs), observer is { TakesSnapshots: true });
        for (var round = 0; round <= updates; round++)
        {
            var before = memory;
            void Show(Memory now, Tensor? seen) => AgentSnapshot.Tell(
                observer,
                () => new AgentSnapshot(round, (given, state) => Outputs(family, given, state, now))
                {
                    IsOfFirstEnvironment = true,
                    Believe = () => Believe?.Invoke(Hidden(now, seen)),
                    Attend = () => Attention(now, seen),
                });
            Show(before, null);
            (var rollout, memory) = Round(key.At(round), family, tasks, envs, before, isShown ? Show : null);
            Dispose(before);
            yield return rollout;
        }

        Dispose(memory);
    }

    /// <summary>The next episode of each lane.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="policy">Its architecture.</param>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="memory">What is remembered of the episodes before.</param>
    /// <param name="noise">Every random number; environments do not restart.</param>
    /// <param name="remembers">
    /// Told what is remembered after each step, and what is observed then, both of which are valid until it returns.
    /// </param>
    /// <returns>
    /// The episode, and what is remembered after it: of a lane that terminated early, what it was then.
    /// </returns>
    public static (Rollout Rollout, Memory Memory) Episode(
        RecurrentActor actor, RecurrentPolicy policy, TaskFamily family, TaskBatch tasks, Memory memory,
        RolloutNoise noise,
        Action<Memory, Tensor>? remembers = null)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        if (remembers is null && actor.Lanes is { } acting && family.Lanes<float>(tasks, noise.Envs) is { } source)
        {
            var fused = acting(memory);
            var episode = LaneCollector.Collect(family, source, fused, noise);
            return (
                episode.MoveToOuterDisposeScope(),
                fused.Memory(tasks.Count, noise.Envs).MoveToOuterDisposeScope());
        }

        Action<Memory, Transition>? told = remembers is null
            ? null
            : (now, transition) => remembers(now, family.Observe(tasks, transition.State));
        var lanes = new Lanes(actor, policy, memory, family.Horizon, told);
        var rollout = Collector.Collect(family, tasks, lanes.Act, noise, lanes.See);
        scope.Attach(lanes.Memory.Tensors);
        return (rollout.MoveToOuterDisposeScope(), lanes.Memory.MoveToOuterDisposeScope());
    }

    private TaskBatch Played(TaskBatch tasks) => Only is var (start, count) ? tasks.Slice(start, count) : tasks;

    private Memory Start(TaskBatch tasks, int envs)
    {
        using var scope = NewDisposeScope();
        var memory = policy.Start(tasks.Count, envs, tasks.Device, tasks.Dtype);
        scope.Detach(memory.Tensors);
        return memory;
    }

    // Both results belong to no scope.
    private (Rollout Rollout, Memory Memory) Round(
        RngKey key, TaskFamily family, TaskBatch tasks, int envs, Memory memory, Action<Memory, Tensor>? remembers)
    {
        using var scope = NewDisposeScope();
        var numbers = policy.Noise(key.For("actions"), [family.Horizon, tasks.Count, envs], tasks.Device, tasks.Dtype);
        var noise = RolloutNoise.Draw(key, family, tasks, envs, restarts: false, numbers);
        var (first, played) = Only ?? (0, tasks.Count);
        var parts = (remembers is null ? chunks : TaskChunks.Whole).Run(scope, played, (start, count) =>
        {
            using var actor = policy.With(theta);
            var (rollout, after) = Episode(
                actor, policy, family, tasks.Slice(first + start, count), memory.Slice(start, count),
                noise.Slice(first + start, count), remembers);
            return new Part(rollout, after);
        });
        var all = Rollout.Concatenate([.. parts.Select(part => part.Rollout)]);
        var next = Memory.Concatenate([.. parts.Select(part => part.Memory)]);
        scope.Detach([.. all.Tensors, .. next.Tensors]);
        return (all, next);
    }

    // What the first environment of each task would do next in each of B states, each of which goes on from the same
    // memory.
    private PolicyOutputs Outputs(TaskFamily family, TaskBatch tasks, Tensor state, Memory memory)
    {
        using var actor = policy.With(theta);
        var states = state.size(1);
        var first = memory.OfFirstEnvironment(states);
        var f = actor.Remember(first, family.Observe(tasks, state).to_type(memory.Previous.dtype)).Features;
        return new PolicyOutputs(
            PolicySnapshot.Probabilities(actor.Act(f)), Values: HasValues ? actor.Value(f) : null);
    }

    // h of the last layer in the first environment of each task, [N, H]: with what is observed now, or before it.
    private Tensor Hidden(Memory memory, Tensor? observation)
    {
        var first = memory.OfFirstEnvironment(1);
        if (observation is not null)
        {
            using var actor = policy.With(theta);
            first = actor.Remember(first, observation.narrow(1, 0, 1).to_type(memory.Previous.dtype)).Memory;
        }

        return first.State[0][-1].squeeze(1);
    }

    // What the first environment of each task attends to before its next action.
    private double[]? Attention(Memory memory, Tensor? observation)
    {
        if (!policy.Attends || observation is null)
        {
            return policy.Attends ? [] : null;
        }

        using var actor = policy.With(theta);
        var now = observation.narrow(1, 0, 1).to_type(memory.Previous.dtype);
        return HostMemory.Copy<double>(
            actor.Attention(memory.OfFirstEnvironment(1), now).to(ScalarType.Float64, CPU));
    }

    private static void Dispose(Memory memory)
    {
        foreach (var tensor in memory.Tensors)
        {
            tensor.Dispose();
        }
    }

    private sealed record Part(Rollout Rollout, Memory Memory) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [.. Rollout.Tensors, .. Memory.Tensors];
    }

    // The memory of all lanes in one episode; it belongs to no scope, but for the one that the episode began with.
    private sealed class Lanes(
        RecurrentActor actor, RecurrentPolicy policy, Memory memory, int horizon, Action<Memory, Transition>? remembers)
    {
        private readonly Memory _first = memory;
        private Tensor? _observation; // of the step that is taken
        private int _time;

        public Memory Memory { get; private set; } = memory;

        public Tensor Act(Tensor observation, Tensor noise)
        {
            using var scope = NewDisposeScope();
            _observation = observation;
            var (features, next) = actor.Remember(Memory, observation, Alive);
            Keep(scope, next);
            return actor.Act(features).Sample(noise).MoveToOuterDisposeScope();
        }

        public void See(Tensor action, Transition transition)
        {
            using var scope = NewDisposeScope();
            var ended = _time + 1 == horizon ? ones_like(transition.Terminated) : transition.Terminated;
            var previous = policy.Previous(_observation!, action, transition.Reward, ended);
            Keep(scope, Memory with { Previous = where(Alive, previous, Memory.Previous) });
            _time++;
            remembers?.Invoke(Memory, transition);
        }

        // A lane that has terminated remembers its last step, which says so, until the next episode. Bool [N, E, 1].
        private Tensor Alive
        {
            get
            {
                var ended = Memory.Previous.narrow(-1, Memory.Previous.size(-1) - 1, 1);
                return _time == 0 ? ones_like(ended, ScalarType.Bool) : ended.eq(0);
            }
        }

        private void Keep(TorchSharp.DisposeScope scope, Memory next)
        {
            scope.Detach(next.Tensors);
            foreach (
                var replaced in Memory.Tensors.Except(
                    [.. next.Tensors, .. _first.Tensors], ReferenceEqualityComparer.Instance))
            {
                ((Tensor)replaced!).Dispose();
            }

            Memory = next;
        }
    }
}
