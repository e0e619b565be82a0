using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>What the meta-objective says of the policies π_φ⁰ ... π_φᴷ⁻¹ that adaptation learns from.</summary>
/// <remarks>
/// Credit for sampling (Stadie et al. 2018, E-MAML; Al-Shedivat et al. 2018): which rollouts τₖ a task adapts on depends on θ as well,
/// ∇J = E[∇R(τᴷ) through φᴷ] + E[Σₖ ∇ log π_φᵏ(τₖ) R(τᴷ)]. The second part is the gradient of
/// −Σₖ E · mean[ρₖ ĉₙ], ρₖ = π_φᵏ / π_oldᵏ, with ĉₙ = (Rₙ − mean_{m ≠ n} Rₘ) / uₙ: the adapted return of the task less that of the other
/// tasks, which no rollout of its own touches, in the unit uₙ of its advantages; 0 where all tasks earn alike. All E episodes of a round
/// are adapted on together, so each gets the whole credit. Exact for episodes of the same length; the mean over steps stands for a sum
/// over them as in the loss.
/// Divergence (Rothfuss et al. 2019, ProMP, section 6): η mean over k of E[KL(π_oldᵏ ‖ π_φᵏ)], so that the data stay those of the policy.
/// </remarks>
internal sealed class EarlierRounds(MetaProblem problem)
{
    private bool Matter => problem.Updates > 0 && (problem.SamplingCredit || problem.InnerKl > 0);

    /// <summary>π_φᵏ on its own rollout, k = 0 ... K − 1; none where nothing is said of them.</summary>
    public IReadOnlyList<IActionDistribution> Act(IReadOnlyList<Params> phis, AdaptationBatch trial) => Matter
        ? [.. phis.SkipLast(1).Select((phi, k) => problem.Inner.Act(problem.Policy, phi, trial.Rounds[k].Rollout, k))]
        : [];

    /// <summary>ĉ of every task, in their order, [N]; 0 where none is given.</summary>
    public Tensor Credits(IReadOnlyList<AdaptationBatch> trials)
    {
        if (!problem.SamplingCredit)
        {
            return zeros_like(cat([.. trials.Select(trial => trial.Rounds[0].Rollout.Rewards.select(0, 0).select(1, 0))]));
        }

        var returns = cat([.. trials.Select(trial => trial.Rounds[^1].Rollout.Returns.mean([1]))]);
        var units = cat([.. trials.Select(trial => trial.Rounds[^1].Unit ?? ones_like(trial.Rounds[^1].Rollout.Returns.select(1, 0)))]);
        var others = returns.size(0) - 1;
        if (others == 0)
        {
            return returns / units;
        }

        var alike = Advantages.AreEqual(returns.view(1, 1, -1), ones_like(returns).view(1, 1, -1));
        return ((returns - ((returns.sum() - returns) / others)) / units).masked_fill(alike, 0);
    }

    /// <summary>Both terms, [N].</summary>
    /// <param name="policies">π_φᵏ, as <see cref="Act"/> gives them.</param>
    /// <param name="old">The same policies where the data were gathered.</param>
    /// <param name="trial">The data.</param>
    /// <param name="credits">ĉ [N].</param>
    /// <param name="clip">ε of the ratio; null where it is not clipped.</param>
    public Tensor Loss(
        IReadOnlyList<IActionDistribution> policies, IReadOnlyList<OldPolicy> old, AdaptationBatch trial, Tensor credits, double? clip)
    {
        var loss = zeros_like(credits);
        foreach (var (k, policy) in policies.Index())
        {
            var round = trial.Rounds[k];
            if (problem.SamplingCredit)
            {
                var credit = round with { Advantages = credits.view(1, -1, 1).expand_as(round.Advantages) };
                loss = loss + (AdaptedObjective.Surrogate(policy, old[k].LogProb, credit, clip) * round.Rollout.Envs);
            }

            if (problem.InnerKl > 0)
            {
                var kl = problem.Policy.Distribution(old[k].Parameters).Kl(policy);
                loss = loss + (round.MeanPerTask(kl) * (problem.InnerKl / policies.Count));
            }
        }

        return loss;
    }
}

/// <summary>A policy where the data were gathered: its distributions' parameters [T, N, E, D] and log π of its actions [T, N, E].</summary>
internal sealed record OldPolicy(Tensor Parameters, Tensor LogProb)
{
    public static OldPolicy Of(IActionDistribution policy, Experience round) =>
        new(policy.Parameters.detach(), policy.LogProb(round.Rollout.Actions).detach());
}
