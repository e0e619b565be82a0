using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>What some neighbouring tasks saw in one meta-iteration.</summary>
/// <param name="Rounds">K + 1 experiences: at θ, after one update, ...</param>
public sealed record AdaptationBatch(IReadOnlyList<Experience> Rounds) : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => Rounds.SelectMany(round => round.Tensors);

    /// <summary>
    /// Returns of all episodes before any update, those after the last one, and environment steps, each in sum: float64
    /// [3].
    /// </summary>
    public Tensor Totals()
    {
        using var scope = NewDisposeScope();
        var (before, after) = (Rounds[0].Rollout.Returns.sum(), Rounds[^1].Rollout.Returns.sum());
        var steps = stack(Rounds.Select(round => round.Rollout.Steps)).sum();
        return stack([before.to_type(ScalarType.Float64), after.to_type(ScalarType.Float64), steps])
            .MoveToOuterDisposeScope();
    }

    /// <summary>Mean return after the last update and the unit of its advantages, of each task: [N, 2].</summary>
    public Tensor Outcomes()
    {
        using var scope = NewDisposeScope();
        var last = Rounds[^1];
        var returns = last.Rollout.Returns.mean([1]);
        return stack([returns, last.Unit ?? ones_like(returns)], 1).MoveToOuterDisposeScope();
    }

    /// <summary>The batches of all tasks of a meta-iteration.</summary>
    /// <param name="owner">The calling thread's dispose scope, which gets the result.</param>
    /// <param name="problem">Tasks, policy, inner loop and their numbers.</param>
    /// <param name="key">Every random number.</param>
    /// <param name="theta">θ [P].</param>
    /// <param name="level">Level of the curriculum.</param>
    public static IReadOnlyList<AdaptationBatch> Gather(
        DisposeScope owner, MetaProblem problem, RngKey key, Params theta, int level = 1) =>
        Gather(owner, problem, new MetaIteration(key, theta, level), TaskRange.All(problem.Budget.Tasks));

    /// <summary>
    /// Lines 3 to 8 of MAML's algorithm 3: rollouts at θ, then K updates with a rollout after each, in new tasks.
    /// </summary>
    /// <remarks>
    /// Tasks and noise are drawn for all tasks of the iteration, so that those of a range do not depend on it.
    /// </remarks>
    /// <param name="owner">The calling thread's dispose scope, which gets the result.</param>
    /// <param name="problem">Tasks, policy, inner loop and their numbers.</param>
    /// <param name="iteration">Random numbers and θ.</param>
    /// <param name="range">Which of the tasks.</param>
    /// <returns>One batch a chunk, in the order of the tasks.</returns>
    public static IReadOnlyList<AdaptationBatch> Gather(
        DisposeScope owner, MetaProblem problem, MetaIteration iteration, TaskRange range)
    {
        var (family, (policy, inner, updates, restarts)) = (problem.Source.Family, problem.Adaptation);
        var (key, theta, level, _) = iteration;
        var (tasks, noise) = Drawn();
        return problem.Placement.Chunks.Run(owner, range.Count, (offset, count) =>
        {
            var start = range.Start + offset;
            var phi = policy.Start(theta.Detach(), count);
            var rounds = new List<Experience>();
            for (var round = 0; round <= updates; round++)
            {
                var rollout = Sampled(start, count, phi, round);
                using var adapting = problem.Clock?.Enter(MetaPhase.Adaptation);
                rounds.Add(round < updates
                    ? inner.Prepare(policy, phi, rollout, round)
                    : Judged(tasks.Slice(start, count), phi, rollout));
                if (round < updates)
                {
                    phi = phi.Detach(requiresGrad: true);
                    phi = inner.Update(policy, phi, rounds[^1], round, GradientOrder.First).Detach();
                }
            }

            return new AdaptationBatch(rounds);
        });

        // What the adapted policy is judged by, which it does not see.
        Experience Judged(TaskBatch some, Params phi, Rollout rollout)
        {
            var trained = rollout with { Rewards = rollout.TrainingRewards(family, some) };
            return inner.Prepare(policy, phi, trained, updates) with { Rollout = rollout };
        }

        (TaskBatch Tasks, RolloutNoise[] Noise) Drawn()
        {
            using var sampling = problem.Clock?.Enter(MetaPhase.Sampling);
            var drawn = problem.SampleTasks(key.For("tasks"), level);
            return (drawn, [.. Enumerable.Range(0, updates + 1).Select(round => RolloutNoise.Draw(
                key.For("rollouts").At(round), family, policy, drawn, problem.Budget.Envs, restarts))]);
        }

        Rollout Sampled(long start, long count, Params phi, int round)
        {
            using var sampling = problem.Clock?.Enter(MetaPhase.Sampling);
            return inner.Collect(
                family, tasks.Slice(start, count), policy, phi, noise[round].Slice(start, count), round);
        }
    }
}
