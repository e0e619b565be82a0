using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>The state of a learner between two meta-iterations, whole: what a checkpoint holds.</summary>
/// <param name="Theta">θ [P].</param>
/// <param name="Optimizer">Named tensors of the outer optimiser.</param>
/// <param name="Iteration">Meta-iterations done.</param>
/// <param name="EnvSteps">Environment steps seen.</param>
/// <param name="Level">Level of the curriculum that the next iteration draws its tasks from.</param>
public sealed record MetaState(
    Params Theta, IReadOnlyDictionary<string, Tensor> Optimizer, long Iteration, long EnvSteps, int Level = 1)
    : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [Theta.Flat, .. Optimizer.Values];

    /// <summary>The state before the first iteration; its tensors belong to no dispose scope.</summary>
    /// <param name="theta">Draws θ.</param>
    /// <param name="optimizer">θ [P] → the optimiser's state.</param>
    public static MetaState First(Func<Params> theta, Func<Tensor, IReadOnlyDictionary<string, Tensor>> optimizer)
    {
        using var scope = NewDisposeScope();
        var first = theta();
        var state = new MetaState(first, optimizer(first.Flat), Iteration: 0, EnvSteps: 0);
        scope.Detach(state.Tensors);
        return state;
    }

    /// <summary>The state after an iteration.</summary>
    /// <param name="theta">The new θ [P].</param>
    /// <param name="optimizer">The optimiser's new state.</param>
    /// <param name="isFinite">Whether every weight is finite.</param>
    /// <param name="envSteps">Environment steps of the iteration.</param>
    /// <param name="curriculum">Where the level comes from.</param>
    /// <param name="returnAfter">Mean adapted return of the iteration.</param>
    /// <exception cref="NonFiniteException">A weight is not finite.</exception>
    public MetaState Next(
        Tensor theta, IReadOnlyDictionary<string, Tensor> optimizer, bool isFinite, long envSteps,
        Curriculum curriculum,
        double returnAfter) => isFinite
        ? new(
            Theta with { Flat = theta.detach().clone() }, optimizer, Iteration + 1, EnvSteps + envSteps,
            curriculum.Next(Level, Iteration + 1, returnAfter))
        : throw new NonFiniteException("The new weights are not finite.");
}

/// <summary>Learns across tasks, one meta-iteration at a time.</summary>
public interface IMetaLearner
{
    /// <summary>The state before the first iteration; its tensors belong to no dispose scope.</summary>
    MetaState Initialize(RngKey key);

    /// <summary>
    /// One meta-iteration. The new state's tensors belong to no dispose scope; the old state stays as it is.
    /// </summary>
    /// <param name="key">Every random number of this iteration.</param>
    /// <param name="state">Before the iteration.</param>
    /// <returns>After it, and what there is to say about it.</returns>
    (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state);

    /// <summary>Itself where its meta-iterations are sums over tasks that several may compute; else null.</summary>
    IShardedLearner? Sharded => null;

    /// <summary>What has been learnt, as an agent to be put into unknown tasks.</summary>
    /// <param name="state">What has been learnt.</param>
    /// <param name="inner">How it adapts there.</param>
    /// <param name="updates">Updates to make in each task.</param>
    IAdaptiveAgent Agent(MetaState state, Agents.InnerLoops.IInnerLoop inner, int updates);

    /// <summary>What each phase of a meta-iteration computes, and by what; none where there is no iteration.</summary>
    /// <param name="state">Before the iteration.</param>
    /// <param name="counts">What happens in it.</param>
    IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts) => [];
}

/// <summary>One meta-iteration in numbers.</summary>
/// <param name="ReturnBefore">Mean undiscounted return of the unadapted policy on the iteration's tasks.</param>
/// <param name="ReturnAfter">Mean return after K updates.</param>
/// <param name="EnvSteps">Environment steps of this iteration.</param>
/// <param name="Outer">Numbers of the outer optimiser, by name.</param>
public sealed record MetaMetrics(
    double ReturnBefore, double ReturnAfter, long EnvSteps, IReadOnlyDictionary<string, double> Outer);
