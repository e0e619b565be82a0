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
public class Maml(MetaProblem problem, GradientOrder order, IOuterOptimizer outer) : IMetaLearner, IShardedLearner
{
    public IShardedLearner? Sharded => this;

    public bool TakesContributions => true;

    public long BlockTasks => problem.Placement.Chunks.Size;

    public MetaState Initialize(RngKey key) => MetaState.First(
        () => problem.Adaptation.Policy.Initialize(key, problem.Placement.Device, problem.Placement.Dtype),
        outer.Initialize);

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state)
    {
        using var scope = NewDisposeScope();
        var iteration = new MetaIteration(key, state.Theta, state.Level, state.Iteration);
        IAdaptedTasks tasks = problem.Shards is { } shards
            ? new ShardedTasks(problem, iteration, shards, BlockTasks)
            : new AdaptedRange(scope, problem, order, iteration, TaskRange.All(problem.Budget.Tasks));
        var (theta, optimizer, metrics) = TimedStep(state, tasks);
#pragma warning disable RS0030 // once a meta-iteration
        var isFinite = theta.isfinite().all().ToBoolean();
#pragma warning restore RS0030
        var totals = tasks.Totals();
        var episodes = (double)problem.Budget.Tasks * problem.Budget.Envs;
        var (before, after, steps) = (totals.Before / episodes, totals.After / episodes, (long)totals.EnvSteps);
        var next = state.Next(theta, optimizer, isFinite, steps, problem.Source.Curriculum, after);
        scope.Detach(next.Tensors);
        return (next, new MetaMetrics(before, after, steps, metrics));
    }

    public ITaskRange Gather(DisposeScope scope, MetaIteration iteration, TaskRange range) =>
        new AdaptedRange(scope, problem, order, iteration, range);

    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) => new GradientAdaptation(
        problem.Adaptation.Policy, state.Theta, inner, updates, problem.Adaptation.Restarts, problem.Placement.Chunks);

    public virtual IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts) =>
        PhaseWork.OfAdapting(problem, order, state.Theta, counts);

    /// <summary>
    /// The outer step on the data of a meta-iteration: of the outer optimiser on the loss after adapting.
    /// </summary>
    /// <param name="state">θ, at which the data were gathered, and the optimiser's state.</param>
    /// <param name="tasks">The data.</param>
    /// <exception cref="NonFiniteException">The loss is not finite.</exception>
    protected virtual OuterStep Step(MetaState state, IAdaptedTasks tasks)
    {
        var objective = CountedObjective.Of(tasks.Objective(), problem.Clock);
        return double.IsFinite(objective.Loss)
            ? outer.Step(state.Theta.Flat, state.Optimizer, objective, state.Iteration)
            : throw new NonFiniteException($"The meta-loss is {objective.Loss}.");
    }

    private OuterStep TimedStep(MetaState state, IAdaptedTasks tasks)
    {
        using var step = problem.Clock?.Enter(MetaPhase.Outer);
        return Step(state, tasks);
    }
}

/// <summary>A loss or a weight became NaN or infinite: the run stops and keeps its last checkpoint.</summary>
public sealed class NonFiniteException(string message) : ArithmeticException(message);
