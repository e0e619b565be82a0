using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>The learner whose histories are distilled.</summary>
/// <param name="Loop">Q-learning with a table of each lane.</param>
/// <param name="Updates">Episodes after its first one.</param>
public sealed record SourceSettings(QLearningSettings Loop, int Updates);

/// <summary>Settings of <see cref="AlgorithmDistillation"/>.</summary>
/// <param name="Memory">What the policy remembers with.</param>
/// <param name="Episodes">Episodes of a history that are shown, at least two.</param>
/// <param name="Source">Whose history it is.</param>
/// <param name="Imitation">How to learn.</param>
/// <param name="Wiring">What the policy has beyond the published one of RL².</param>
public sealed record AlgorithmDistillationSettings(
    MemorySettings Memory, int Episodes, SourceSettings Source, ImitationSettings Imitation, RecurrentWiring Wiring)
    : RecurrentSettings(Memory, Wiring)
{
    public override bool PlaysItself => false;

    public override int Rounds(int updates) => Source.Updates + 1;

    public override MetaProblem Smallest(MetaProblem problem) => RlSquared.Smallest(problem, Imitation.Minibatches);

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) => new AlgorithmDistillation(
        problem, Policy(problem.Source.Family, architecture), this);
}

/// <summary>A policy that learns to go on as a learning history goes on, and so to learn in context.</summary>
/// <remarks>
/// Laskin et al. 2023: Q-learning is run from scratch in each of many training tasks; of its episodes some are kept,
/// from the first to the last in equal distances, so that the history shows learning that is as many times faster
/// (their section 4.2, "subsampling"); the policy is trained to predict each action of it from what came before.
/// Differs from the paper: a history is shown as a whole and not in windows of a few episodes; the source is tabular
/// Q-learning and not A3C.
/// </remarks>
/// <param name="problem">Tasks and budget: an iteration is N · E histories, each of a task of its own.</param>
/// <param name="policy">The architecture.</param>
/// <param name="settings">How to learn.</param>
public sealed class AlgorithmDistillation(
    MetaProblem problem, RecurrentPolicy policy, AlgorithmDistillationSettings settings)
    : ImitationLearner(
        problem with { Budget = new(problem.Budget.Tasks * problem.Budget.Envs, 1) }, policy, settings.Episodes,
        settings.Imitation)
{
    private readonly StateView _states = new((TabularFamily)problem.Source.Family);

    public override IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts) =>
        Work(
            state, counts.EnvSteps * settings.Episodes / (settings.Source.Updates + 1), acts: false,
            "a table that learns has no kernel");

    protected override IAdaptiveAgent Player(MetaState state)
    {
        var loop = settings.Source.Loop;
        var table = loop.Table(_states.Observations.Width, _states.Actions.Width);
        var first = table.Initialize(default, Problem.Placement.Device, Problem.Placement.Dtype);
        return new Watched(_states, new GradientAdaptation(
            table, first, loop.Create(), settings.Source.Updates, restarts: false, Problem.Placement.Chunks));
    }

    protected override bool IsShown(int round) => IsShown(round, settings.Episodes, settings.Source.Updates);

    /// <summary>Whether a round is one of so many, from the first to the last in equal distances.</summary>
    /// <param name="round">From 0.</param>
    /// <param name="shown">How many are.</param>
    /// <param name="last">The last round.</param>
    public static bool IsShown(int round, int shown, int last)
    {
        var number = ((long)round * (shown - 1) + last - 1) / last; // of the next one that is shown
        return number * last / (shown - 1) == round;
    }

    protected override Func<Rollout, Tensor> Labels(TaskBatch tasks)
    {
        var space = Problem.Source.Family.Actions;
        return episode => space.Encode(episode.Actions, episode.Rewards.dtype);
    }

    // An agent that sees the states of its tasks, and whose episodes are told as others see them.
    private sealed class Watched(StateView view, IAdaptiveAgent agent) : IAdaptiveAgent
    {
        public TaskKnowledge Knowledge => TaskKnowledge.More;

        public IEnumerable<Rollout> Adapt(RngKey key, TaskFamily family, TaskBatch tasks, int envs) =>
            agent.Adapt(key, view, tasks, envs).Select(episode =>
            {
                using var states = episode.Observations;
                using var final = episode.FinalObservations;
                var features = tasks.Derived("features"); // [N, S, O]
                return episode with
                {
                    Observations = states.matmul(features).DetachFromDisposeScope(),
                    FinalObservations = final.matmul(features).DetachFromDisposeScope(),
                };
            });
    }
}
