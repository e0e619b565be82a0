using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of <see cref="Maml"/>.</summary>
/// <param name="Order">Order of the meta-gradient.</param>
/// <param name="Outer">The outer optimiser.</param>
/// <param name="SamplingCredit">Whether the meta-gradient is that of E-MAML (<see cref="EarlierRounds"/>).</param>
public sealed record MamlSettings(GradientOrder Order, OuterSettings Outer, bool SamplingCredit = false) : LearnerSettings
{
    public override OuterSettings? Optimizer => Outer;

    public override GradientOrder MetaOrder => Order;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) => new Maml(Adapting(problem, architecture), Order, Outer.Create());

    public override MetaProblem Adapting(MetaProblem problem, PolicySettings architecture) => problem with { SamplingCredit = SamplingCredit };
}

/// <summary>Model-agnostic meta-learning: weights from which a few inner updates lead far, in every task.</summary>
/// <remarks>
/// Finn, Abbeel, Levine 2017, algorithm 3: minθ Σₙ Lₙ(φₙᴷ), φₙ⁰ = θ, φₙᵏ⁺¹ = φₙᵏ − α ∇Lₙ(φₙᵏ), with Lₙ the inner loss on rollouts
/// of φₙᵏ. With <see cref="GradientOrder.First"/> it is their first-order variant. With K = 0 it is ordinary policy optimisation on all
/// tasks at once, the multi-task baseline.
/// </remarks>
public class Maml(MetaProblem problem, GradientOrder order, IOuterOptimizer outer) : IMetaLearner
{
    public MetaState Initialize(RngKey key)
    {
        using var scope = NewDisposeScope();
        var theta = problem.Policy.Initialize(key, problem.Device, problem.Dtype);
        var state = new MetaState(theta, outer.Initialize(theta.Flat), Iteration: 0, EnvSteps: 0);
        scope.Detach(state.Tensors);
        return state;
    }

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state)
    {
        using var scope = NewDisposeScope();
        var trials = AdaptationBatch.Gather(scope, problem, key, state.Theta, state.Level);
        var objective = Objective(scope, state.Theta, trials);
        var (theta, optimizer, metrics) = outer.Step(state.Theta.Flat, state.Optimizer, objective, state.Iteration);
        var (before, after, steps, finite) = Read(trials, theta);
        if (!finite)
        {
            throw new NonFiniteException("The new weights are not finite.");
        }

        var next = new MetaState(
            state.Theta with { Flat = theta.detach().clone() }, optimizer, state.Iteration + 1, state.EnvSteps + steps,
            problem.Curriculum?.Next(state.Level, state.Iteration + 1, after) ?? state.Level);
        scope.Detach(next.Tensors);
        return (next, new MetaMetrics(before, after, steps, metrics));
    }

    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new GradientAdaptation(problem.Policy, state.Theta, inner, updates, problem.Restarts, problem.Chunks);

    /// <summary>What the outer optimiser descends on: the loss after adapting.</summary>
    /// <param name="scope">The calling thread's dispose scope, which gets its tensors.</param>
    /// <param name="theta">θ, at which the data were gathered.</param>
    /// <param name="trials">The data.</param>
    protected virtual IMetaObjective Objective(DisposeScope scope, Params theta, IReadOnlyList<AdaptationBatch> trials) =>
        new AdaptedObjective(scope, problem, order, theta, trials);

    // Mean returns before and after adapting, environment steps, and whether θ is finite: all at once, since a device waits for every read.
    private (double Before, double After, long Steps, bool Finite) Read(IReadOnlyList<AdaptationBatch> trials, Tensor theta)
    {
        var finite = theta.isfinite().all().to_type(ScalarType.Float64).view(1);
#pragma warning disable RS0030 // once a meta-iteration
        var totals = cat([stack(trials.Select(trial => trial.Totals())).sum(dim: 0), finite]).cpu().data<double>().ToArray();
#pragma warning restore RS0030
        var episodes = (double)problem.Tasks * problem.Envs;
        return (totals[0] / episodes, totals[1] / episodes, (long)totals[2], totals[3] == 1);
    }
}

/// <summary>A loss or a weight became NaN or infinite: the run stops and keeps its last checkpoint.</summary>
public sealed class NonFiniteException(string message) : ArithmeticException(message);
