using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of <see cref="RlSquared"/>.</summary>
/// <param name="Hidden">H, units in each layer of the GRU.</param>
/// <param name="Layers">L, layers of the GRU.</param>
/// <param name="Episodes">Episodes in a trial of training.</param>
/// <param name="Ppo">The learner of the weights.</param>
/// <param name="Wiring">What the policy has beyond the published one.</param>
public sealed record RlSquaredSettings(
    int Hidden, int Layers, int Episodes, RecurrentPpoSettings Ppo, RecurrentWiring Wiring) : LearnerSettings
{
    public override bool Adapts => false;

    public override int Rounds(int updates) => Episodes;

    public override LearnerSettings Smallest() => this with
    {
        Hidden = 1,
        Wiring = Wiring with { Readout = Math.Min(Wiring.Readout, 1) },
    };

    public override MetaProblem Smallest(MetaProblem problem) => RlSquared.Smallest(problem, Ppo.Minibatches);

    // Its action distribution is one linear layer on the features.
    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture)
    {
        var (observations, actions) = (((Box)problem.Source.Family.Observations).Size, problem.Source.Family.Actions);
        var features = RecurrentPolicy.Features(observations, Hidden, Wiring);
        var head = (architecture with { Hidden = [] }).Create(features, actions);
        var policy = new RecurrentPolicy(
            observations, actions, Hidden, Layers, head, Wiring, architecture.UsesKernels);
        return new RlSquared(problem, policy, this);
    }
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
public sealed class RlSquared(MetaProblem problem, RecurrentPolicy policy, RlSquaredSettings settings) : IMetaLearner
{
    private readonly RecurrentPpo _ppo = new(policy, settings.Ppo);

    public MetaState Initialize(RngKey key) => MetaState.First(
        () => policy.Initialize(key, problem.Placement.Device, problem.Placement.Dtype), _ppo.Initialize);

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state)
    {
        using var scope = NewDisposeScope();
        var (tasks, episodes) = Sample(key, state);
        scope.Attach(episodes.SelectMany(episode => episode.Tensors));
        var family = problem.Source.Family;
        var trials = TrialSequence.Of(
            episodes, family.TrainingRewards is null ? null : episode => episode.TrainingRewards(family, tasks));
        var (theta, optimizer, metrics) = Step(scope, key, state, trials);
#pragma warning disable RS0030 // once a meta-iteration
        var isFinite = theta.isfinite().all().ToBoolean();
        var (first, last) = (episodes[0].Returns.mean().ToDouble(), episodes[^1].Returns.mean().ToDouble());
#pragma warning restore RS0030
        var steps = episodes.Sum(episode => episode.EnvSteps);
        var next = state.Next(theta, optimizer, isFinite, steps, problem.Source.Curriculum, last);
        scope.Detach(next.Tensors);
        return (next, new MetaMetrics(first, last, steps, metrics));
    }

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

    private (TaskBatch Tasks, Rollout[] Episodes) Sample(RngKey key, MetaState state)
    {
        using var sampling = problem.Clock?.Enter(MetaPhase.Sampling);
        var tasks = problem.SampleTasks(key.For("tasks"), state.Level);
        var agent = Agent(state, problem.Adaptation.Inner, settings.Episodes - 1);
        return (tasks, [.. agent.Adapt(key.For("rollouts"), problem.Source.Family, tasks, problem.Budget.Envs)]);
    }

    private OuterStep Step(DisposeScope scope, RngKey key, MetaState state, TrialSequence trials)
    {
        using var step = problem.Clock?.Enter(MetaPhase.Outer);
        return _ppo.Step(
            scope, key.For("order"), state.Theta, state.Optimizer, trials, LaneChunks(problem), state.Iteration);
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
