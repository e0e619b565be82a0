using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Model-agnostic meta-learning: weights from which a few inner updates lead far, in every task.</summary>
/// <remarks>
/// Finn, Abbeel, Levine 2017, algorithm 3: minθ Σₙ Lₙ(φₙᴷ), φₙ⁰ = θ, φₙᵏ⁺¹ = φₙᵏ − α ∇Lₙ(φₙᵏ), with Lₙ the inner loss on rollouts
/// of φₙᵏ. With <see cref="GradientOrder.First"/> it is their first-order variant. With K = 0 it is ordinary policy optimisation on all
/// tasks at once, the multi-task baseline.
/// </remarks>
public sealed class Maml(MetaProblem problem, GradientOrder order, IOuterOptimizer outer) : IMetaLearner
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
        var trials = Gather(scope, key, state);
        var objective = new AdaptedObjective(scope, problem, order, state.Theta, trials);
        var (theta, optimizer, metrics) = outer.Step(state.Theta.Flat, state.Optimizer, objective);
        if (!theta.isfinite().all().ToBoolean())
        {
            throw new NonFiniteException($"The weights are not finite after meta-iteration {state.Iteration + 1}.");
        }

        var (before, after) = (MeanReturn(trials, trial => trial.Rounds[0]), MeanReturn(trials, trial => trial.Rounds[^1]));
        var steps = trials.Sum(trial => trial.Rounds.Sum(round => round.Rollout.Alive.sum().ToDouble()));
        var next = new MetaState(
            state.Theta with { Flat = theta.detach().clone() }, optimizer, state.Iteration + 1, state.EnvSteps + (long)steps);
        scope.Detach(next.Tensors);
        return (next, new MetaMetrics(before, after, (long)steps, metrics));
    }

    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new GradientAdaptation(problem.Policy, state.Theta, inner, updates, problem.Chunks);

    // Lines 3 to 8 of the algorithm: rollouts at θ, K updates with a rollout after each.
    private IReadOnlyList<Trial> Gather(DisposeScope scope, RngKey key, MetaState state)
    {
        var tasks = problem.SampleTasks(key.For("tasks"));
        var noise = Enumerable.Range(0, problem.Updates + 1)
            .Select(round => RolloutNoise.Draw(key.For("rollouts").At(round), problem.Family, problem.Policy, tasks, problem.Envs))
            .ToArray();
        return problem.Chunks.Run(scope, problem.Tasks, (start, count) =>
        {
            var phi = state.Theta.Broadcast(count);
            var rounds = new List<Experience>();
            foreach (var numbers in noise)
            {
                var rollout = Collector.Collect(
                    problem.Family, tasks.Slice(start, count), problem.Policy, phi, numbers.Slice(start, count));
                rounds.Add(problem.Inner.Prepare(rollout));
                if (rounds.Count <= problem.Updates)
                {
                    phi = phi.Detach(requiresGrad: true);
                    phi = problem.Inner.Update(problem.Policy, phi, rounds[^1], rounds.Count - 1, GradientOrder.First);
                }
            }

            using var constant = no_grad();
            var final = problem.Policy.With(phi).Act(rounds[^1].Rollout.Observations);
            return new Trial(rounds, final.Parameters.detach(), final.LogProb(rounds[^1].Rollout.Actions));
        });
    }

    private double MeanReturn(IReadOnlyList<Trial> trials, Func<Trial, Experience> round) =>
        trials.Sum(trial => round(trial).Rollout.Rewards.sum().ToDouble()) / (problem.Tasks * problem.Envs);
}

/// <summary>What some neighbouring tasks saw in one meta-iteration.</summary>
/// <param name="Rounds">K + 1 experiences: at θ, after one update, ...</param>
/// <param name="FinalPolicy">Parameters of the action distributions of φᴷ on the last round, [T, N, E, D].</param>
/// <param name="FinalLogProb">log π of the last round's actions under φᴷ, [T, N, E].</param>
public sealed record Trial(IReadOnlyList<Experience> Rounds, Tensor FinalPolicy, Tensor FinalLogProb) : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [.. Rounds.SelectMany(round => round.Tensors), FinalPolicy, FinalLogProb];
}

/// <summary>A loss or a weight became NaN or infinite: the run stops and keeps its last checkpoint.</summary>
public sealed class NonFiniteException(string message) : ArithmeticException(message);
