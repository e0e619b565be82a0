using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Rollouts;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Credit of the policies of earlier rounds for what a task adapts on: E-MAML.</summary>
/// <remarks>
/// Stadie et al. 2018 (E-MAML); Al-Shedivat et al. 2018. Which rollouts τₖ a task adapts on depends on θ as well:
/// ∇J = E[∇R(τᴷ) through φᴷ] + E[Σₖ ∇ log π_φᵏ(τₖ) R(τᴷ)]. The second part is the gradient of
/// −Σₖ E · mean[ρₖ ĉₙ], ρₖ = π_φᵏ / π_oldᵏ, with ĉₙ = (Rₙ − mean_{m ≠ n} Rₘ) / uₙ: the adapted return of the task less
/// that of the other tasks, which no rollout of its own touches, in the unit uₙ of its advantages; 0 where all tasks
/// earn alike. All E episodes of a round are adapted on together, so each gets the whole credit. Exact for episodes of
/// the same length; the mean over steps stands for a sum over them as in the loss.
/// </remarks>
public sealed record SamplingCredit : IObjectiveTerm
{
    public bool NeedsEarlierPolicies => true;

    public bool NeedsReturns => true;

    public string KernelObstacle => "E-MAML's sampling credit has no kernel";

    public bool NeedsOutcomes => true;

    /// <summary>ĉ.</summary>
    public Tensor Constants(Tensor outcomes)
    {
        var (returns, units) = (outcomes.select(1, 0), outcomes.select(1, 1));
        var others = returns.size(0) - 1;
        if (others == 0)
        {
            return returns / units;
        }

        var alike = Advantages.AreEqual(returns.view(1, 1, -1), ones_like(returns).view(1, 1, -1));
        return ((returns - ((returns.sum() - returns) / others)) / units).masked_fill(alike, 0);
    }

    public Tensor Of(AdaptingPolicies adapting, Tensor? constants, double? clip) =>
        adapting.SumOverRounds((policy, old, round) =>
        {
            var ratio = (policy.LogProb(round.Rollout.Actions) - old.LogProb).exp();
            var credit = constants!.view(1, -1, 1).expand_as(round.Advantages);
            return round.MeanPerTask(Surrogate.Of(ratio, credit, clip)).neg() * round.Rollout.Envs;
        });
}
