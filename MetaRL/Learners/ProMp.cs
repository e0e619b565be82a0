using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// Settings of proximal meta-policy search: <see cref="LikelihoodRatio"/> and <see cref="InnerKlPenalty"/> under
/// <see cref="Maml"/> with <see cref="Ppo"/>.
/// </summary>
/// <remarks>
/// Rothfuss et al. 2019 (ProMP), section 6 and algorithm 1: maximise J^CLIP(φᴷ) − η mean over k of KL(π_oldᵏ ‖ π_φᵏ),
/// several steps of Adam on the same rollouts.
/// Differs from the paper: none of its adaptive choice of η, which its experiments do not use either.
/// </remarks>
/// <param name="Inner">The inner loop, whose loss becomes that of <see cref="LikelihoodRatio"/>.</param>
/// <param name="InnerKl">η.</param>
/// <param name="Ppo">Clip, epochs and Adam.</param>
public sealed record ProMpSettings(PolicyGradientSettings Inner, double InnerKl, PpoSettings Ppo)
    : MamlSettings(GradientOrder.Second, Ppo)
{
    public override bool IsAboutReturns => true;

    public override MetaProblem Adapting(MetaProblem problem, PolicySettings architecture) => problem with
    {
        Adaptation = problem.Adaptation with { Inner = new LikelihoodRatio(Inner) },
        Terms = InnerKl > 0 ? [.. problem.Terms, new InnerKlPenalty(InnerKl)] : problem.Terms,
    };
}

/// <summary>
/// η mean over k of E[KL(π_oldᵏ ‖ π_φᵏ)], so that the data stay those of the policies that adapt on them.
/// </summary>
/// <remarks>Rothfuss et al. 2019, section 6.</remarks>
/// <param name="Weight">η; nats⁻¹.</param>
public sealed record InnerKlPenalty(double Weight) : IObjectiveTerm
{
    public bool NeedsEarlierPolicies => true;

    public string KernelObstacle => "ProMP's divergence of the inner policies has no kernel";

    public Tensor Of(AdaptingPolicies adapting, Tensor? constants, double? clip) =>
        adapting.SumOverRounds((policy, old, round) =>
        {
            var kl = adapting.Policy.Distribution(old.Parameters).Kl(policy);
            return round.MeanPerTask(kl) * (Weight / adapting.Earlier.Count);
        });
}

/// <summary>
/// REINFORCE with an inner loss of low variance in its curvature: L = −mean π_φ(aₜ | oₜ) / π_old(aₜ | oₜ) Aₜ.
/// </summary>
/// <remarks>
/// Rothfuss et al. 2019, section 5 (LVC), with section 6 for the ratio. Where the data were gathered, π_old = ⊥(π_φ):
/// value and gradient are those of log π A, but the Hessian is (∇² log π + ∇ log π ∇ log πᵀ) A, whose expectation is
/// the Hessian of the expected return but for products of different steps, which are what makes DiCE's noisy. The
/// Hessian of log π A lacks the second term altogether. Elsewhere the ratio weighs the data by how likely the policy
/// there would have been to gather them.
/// </remarks>
public sealed class LikelihoodRatio(PolicyGradientSettings settings) : PolicyGradient(settings)
{
    public override double? ScoreStepSize(int update) => null;

    public override string KernelObstacle => "ProMP's inner loss, a ratio of likelihoods, has no kernel";

    public override Experience Prepare(IPolicy policy, Params phi, Rollout rollout, int round)
    {
        var experience = base.Prepare(policy, phi, rollout, round);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var logProb = policy.With(phi).Act(rollout.Observations).LogProb(rollout.Actions);
        return experience with { LogProb = logProb.MoveToOuterDisposeScope() };
    }

    public override Tensor Loss(IPolicy policy, Params phi, Experience experience)
    {
        var pi = policy.With(phi).Act(experience.Rollout.Observations);
        var ratio = (pi.LogProb(experience.Rollout.Actions) - experience.LogProb!).exp();
        return experience.MeanPerTask(ratio * experience.Advantages).neg();
    }
}
