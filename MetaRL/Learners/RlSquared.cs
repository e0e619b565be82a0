using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;

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
    : TrialLearner(problem, settings.Episodes)
{
    private readonly RecurrentPpo _ppo = new(policy, settings.Ppo);

    public override MetaState Initialize(RngKey key) => MetaState.First(
        () => policy.Initialize(key, Problem.Placement.Device, Problem.Placement.Dtype), _ppo.Initialize);

    /// <summary>
    /// The policy as it is, for <paramref name="updates"/> + 1 episodes of each lane; there is no inner loop in it.
    /// </summary>
    public override IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new RecurrentAdaptation(policy, state.Theta, updates, ActingChunks(Problem));

    public override IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts)
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

    protected override OuterStep Step(DisposeScope scope, RngKey key, MetaState state, TrialSequence trials)
    {
        return _ppo.Step(
            scope, key.For("order"), state.Theta, state.Optimizer, trials, LaneChunks(Problem), state.Iteration);
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
