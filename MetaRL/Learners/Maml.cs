using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of <see cref="Maml"/>, and of what is MAML of another policy, inner loop or objective.</summary>
/// <param name="Order">Order of the meta-gradient.</param>
/// <param name="Outer">The outer optimiser.</param>
/// <param name="CreditsSampling">Whether the meta-gradient is that of E-MAML (<see cref="SamplingCredit"/>).</param>
public record MamlSettings(GradientOrder Order, OuterSettings Outer, bool CreditsSampling = false) : LearnerSettings
{
    public override OuterSettings? Optimizer => Outer;

    public override GradientOrder MetaOrder => Order;

    public override bool NeedsReturns => CreditsSampling;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new Maml(Adapting(problem, architecture), Order, Outer.Create());

    public override MetaProblem Adapting(MetaProblem problem, PolicySettings architecture) =>
        CreditsSampling ? problem with { Terms = [.. problem.Terms, new SamplingCredit()] } : problem;
}

/// <summary>Model-agnostic meta-learning: weights from which a few inner updates lead far, in every task.</summary>
/// <remarks>
/// Finn, Abbeel, Levine 2017, algorithm 3: minθ Σₙ Lₙ(φₙᴷ), φₙ⁰ = θ, φₙᵏ⁺¹ = φₙᵏ − α ∇Lₙ(φₙᵏ), with Lₙ the inner loss
/// on rollouts of φₙᵏ. With <see cref="GradientOrder.First"/> it is their first-order variant. With K = 0 it is
/// ordinary policy optimisation on all tasks at once, the multi-task baseline.
/// </remarks>
public class Maml(MetaProblem problem, GradientOrder order, IOuterOptimizer outer) : IMetaLearner
{
    public MetaState Initialize(RngKey key) => MetaState.First(
        () => problem.Adaptation.Policy.Initialize(key, problem.Placement.Device, problem.Placement.Dtype),
        outer.Initialize);

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state)
    {
        using var scope = NewDisposeScope();
        var batches = AdaptationBatch.Gather(scope, problem, key, state.Theta, state.Level);
        var (theta, optimizer, metrics) = TimedStep(scope, state, batches);
        var (before, after, steps, isFinite) = Read(batches, theta);
        var next = state.Next(theta, optimizer, isFinite, steps, problem.Source.Curriculum, after);
        scope.Detach(next.Tensors);
        return (next, new MetaMetrics(before, after, steps, metrics));
    }

    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) => new GradientAdaptation(
        problem.Adaptation.Policy, state.Theta, inner, updates, problem.Adaptation.Restarts, problem.Placement.Chunks);

    public virtual IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts) =>
        PhaseWork.OfAdapting(problem, order, state.Theta, counts);

    /// <summary>
    /// The outer step on the data of a meta-iteration: of the outer optimiser on the loss after adapting.
    /// </summary>
    /// <param name="scope">The calling thread's dispose scope, which gets its tensors.</param>
    /// <param name="state">θ, at which the data were gathered, and the optimiser's state.</param>
    /// <param name="batches">The data.</param>
    protected virtual OuterStep Step(DisposeScope scope, MetaState state, IReadOnlyList<AdaptationBatch> batches) =>
        outer.Step(
            state.Theta.Flat, state.Optimizer,
            CountedObjective.Of(MetaObjective.Of(scope, problem, order, state.Theta, batches), problem.Clock),
            state.Iteration);

    private OuterStep TimedStep(DisposeScope scope, MetaState state, IReadOnlyList<AdaptationBatch> batches)
    {
        using var step = problem.Clock?.Enter(MetaPhase.Outer);
        return Step(scope, state, batches);
    }

    // Mean returns before and after adapting, environment steps, and whether θ is finite: all at once, since a device
    // waits for every read.
    private (double Before, double After, long Steps, bool IsFinite) Read(
        IReadOnlyList<AdaptationBatch> batches, Tensor theta)
    {
        var finite = theta.isfinite().all().to_type(ScalarType.Float64).view(1);
#pragma warning disable RS0030 // once a meta-iteration
        var totals = cat([stack(batches.Select(batch => batch.Totals())).sum(dim: 0), finite])
            .cpu().data<double>().ToArray();
#pragma warning restore RS0030
        var episodes = (double)problem.Budget.Tasks * problem.Budget.Envs;
        return (totals[0] / episodes, totals[1] / episodes, (long)totals[2], totals[3] == 1);
    }
}

/// <summary>A loss or a weight became NaN or infinite: the run stops and keeps its last checkpoint.</summary>
public sealed class NonFiniteException(string message) : ArithmeticException(message);
