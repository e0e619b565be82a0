using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of <see cref="RlSquared"/>.</summary>
/// <param name="Memory">What the policy remembers with.</param>
/// <param name="Episodes">Episodes in a trial of training.</param>
/// <param name="Ppo">The learner of the weights.</param>
/// <param name="Wiring">What the policy has beyond the published one.</param>
public sealed record RlSquaredSettings(
    MemorySettings Memory, int Episodes, RecurrentPpoSettings Ppo, RecurrentWiring Wiring)
    : RecurrentSettings(Memory, Wiring)
{
    public override int Rounds(int updates) => Episodes;

    public override MetaProblem Smallest(MetaProblem problem) => RlSquared.Smallest(problem, Ppo.Minibatches);

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) => new RlSquared(
        problem, Policy(problem.Source.Family, architecture), this);
}

/// <summary>
/// Fast learning by a slow learner: a recurrent policy whose state is all that it learns about a task.
/// </summary>
/// <remarks>
/// Duan et al. 2016 (RL²), section 2: maxθ E[Σₖ Σₜ γᵗ r], the return of a trial of n episodes of one task, by a policy
/// that keeps its hidden state from one episode to the next and starts anew with each trial. Learnt with PPO
/// (<see cref="RecurrentPpo"/>).
/// Differs from the paper: PPO instead of TRPO, as in later reproductions; by setting, what
/// <see cref="RecurrentWiring"/> says.
/// </remarks>
/// <param name="problem">Tasks and budget: an iteration is N · E trials, each lane of a task one of its own.</param>
/// <param name="policy">The architecture.</param>
/// <param name="settings">How to learn.</param>
public sealed class RlSquared(MetaProblem problem, RecurrentPolicy policy, RlSquaredSettings settings)
    : IMetaLearner, IShardedLearner
{
    private readonly RecurrentPpo _ppo = new(policy, settings.Ppo);

    public IShardedLearner? Sharded => this;

    /// <summary>So many that a minibatch has about the lanes of one thread of them.</summary>
    public long BlockTasks =>
        Math.Min((long)ActingChunks(problem).Size * settings.Ppo.Minibatches, problem.Budget.Tasks);

    public MetaState Initialize(RngKey key) => MetaState.First(
        () => policy.Initialize(key, problem.Placement.Device, problem.Placement.Dtype), _ppo.Initialize);

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state)
    {
        using var scope = NewDisposeScope();
        var iteration = new MetaIteration(key, state.Theta, state.Level, state.Iteration);
        IPlayedTrials trials = problem.Shards is { } shards
            ? new ShardedTrials(problem, iteration, shards, BlockTasks)
            : Play(scope, iteration, TaskRange.All(problem.Budget.Tasks));
        var (theta, optimizer, metrics) = TimedStep(iteration, state, trials);
#pragma warning disable RS0030 // once a meta-iteration
        var isFinite = theta.isfinite().all().ToBoolean();
#pragma warning restore RS0030
        var ((first, last, steps), episodes) = (trials.Played(), (double)trials.Lanes);
        var next = state.Next(
            theta, optimizer, isFinite, (long)steps, problem.Source.Curriculum, last / episodes);
        scope.Detach(next.Tensors);
        return (next, new MetaMetrics(first / episodes, last / episodes, (long)steps, metrics));
    }

    public ITaskRange Gather(DisposeScope scope, MetaIteration iteration, TaskRange range) =>
        Play(scope, iteration, range);

    /// <summary>
    /// The policy as it is, for <paramref name="updates"/> + 1 episodes of each lane; there is no inner loop in it.
    /// </summary>
    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new RecurrentAdaptation(policy, state.Theta, updates, ActingChunks(problem));

    public IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts)
    {
        var (products, steps) = (MatrixProducts.Of(policy.Layout), counts.EnvSteps);
        return
        [
            new(MetaPhase.Sampling, policy.MemoryObstacle(state.Theta), steps * products.Forward),
            new(
                MetaPhase.Outer, _ppo.Obstacle(state.Theta),
                steps * (products.Forward + (settings.Ppo.Epochs * products.Gradient))),
        ];
    }

    private TrialRange Play(DisposeScope scope, MetaIteration iteration, TaskRange range)
    {
        using var sampling = problem.Clock?.Enter(MetaPhase.Sampling);
        var player = new RecurrentAdaptation(policy, iteration.Theta, settings.Episodes - 1, ActingChunks(problem))
        {
            Only = (range.Start, range.Count),
        };
        return new TrialRange(scope, problem, _ppo, player, iteration, range, BlockTasks, LaneChunks(problem));
    }

    private OuterStep TimedStep(MetaIteration iteration, MetaState state, ITrials trials)
    {
        using var step = problem.Clock?.Enter(MetaPhase.Outer);
        return _ppo.Step(TrialRange.Order(iteration.Key), state.Theta, state.Optimizer, trials, state.Iteration);
    }

    /// <summary>As few trials as make the same calls: <see cref="LearnerSettings.Smallest(MetaProblem)"/>.</summary>
    internal static MetaProblem Smallest(MetaProblem problem, int minibatches)
    {
        var (lanes, acting) = (problem.Budget.Tasks * problem.Budget.Envs, ActingChunks(problem).Size);
        var learning = minibatches * Chunks(Chunks(lanes, minibatches), problem.Placement.TrialsPerChunk);
        var tasks = Chunks(problem.Budget.Tasks, acting);
        return problem with
        {
            Budget = new Budget(tasks, Chunks(learning, tasks)),
            Placement = problem.Placement with
            {
                Chunks = problem.Placement.Chunks with { Size = 1 },
                TrialsPerChunk = 1,
            },
        };

        static int Chunks(int count, int size) => (int)((count + size - 1L) / size);
    }

    // A CPU's thread takes so many trials at once, whatever the threads.
    internal static TaskChunks LaneChunks(MetaProblem problem) => problem.Placement.Device.type == DeviceType.CPU
        ? problem.Placement.Chunks with { Size = problem.Placement.TrialsPerChunk }
        : TaskChunks.Whole;

    // No fewer act at once, either, but where an engine's steps are most of the time.
    internal static TaskChunks ActingChunks(MetaProblem problem)
    {
        var (chunks, trials) = (problem.Placement.Chunks, problem.Placement.TrialsPerChunk);
        return problem.Source.Family.Engine is null
            ? chunks with { Size = Math.Max(chunks.Size, trials / problem.Budget.Envs) }
            : chunks;
    }
}
