using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>What stands against the returns in an advantage.</summary>
public enum ValueBaseline
{
    /// <summary>Nothing: Vₜ = 0.</summary>
    None,

    /// <summary><see cref="LinearFeatureBaseline"/>, fitted to each task's rollout.</summary>
    Linear,
}

/// <summary>What every step of a task's rollout counts in the task's means.</summary>
public enum StepWeighting
{
    /// <summary>A mean over episodes of the means over their steps: a step of a short episode counts more.</summary>
    Episodes,

    /// <summary>One mean over all steps.</summary>
    Steps,
}

/// <summary>Settings of <see cref="PolicyGradient"/>.</summary>
/// <param name="StepSize"><inheritdoc/></param>
/// <param name="LaterStepSize"><inheritdoc/></param>
/// <param name="Gamma">Discount γ in [0, 1].</param>
/// <param name="Lambda">λ of the generalised advantage estimate, in [0, 1].</param>
/// <param name="Baseline">What stands against the returns.</param>
/// <param name="NormalizeAdvantages">Whether advantages are standardised per task; they are 0 where its episodes earn alike.</param>
/// <param name="MeanOver">What every step counts. The MAML paper's code takes the mean over steps, pytorch-maml-rl that over episodes.</param>
/// <param name="BootstrapAtTimeLimit">
/// Whether a truncated episode goes on with the baseline's value. The published protocols of meta-RL do not: there the horizon is
/// part of the problem, and the baseline sees the time.
/// </param>
public sealed record PolicyGradientSettings(
    double StepSize = 0.1,
    double LaterStepSize = 0.1,
    double Gamma = 0.99,
    double Lambda = 1.0,
    ValueBaseline Baseline = ValueBaseline.Linear,
    bool NormalizeAdvantages = true,
    StepWeighting MeanOver = StepWeighting.Episodes,
    bool BootstrapAtTimeLimit = false) : InnerLoopSettings(StepSize, LaterStepSize)
{
    public override bool Descends => true;

    public override IInnerLoop Create() => new PolicyGradient(this);
}

/// <summary>REINFORCE with a baseline: φ ← φ − α ∇_φ L(φ), L = −mean log π_φ(aₜ | oₜ) Aₜ.</summary>
/// <remarks>
/// Williams 1992; as the inner loop of MAML, Finn, Abbeel, Levine 2017, equation 5. The gradient of the losses summed over tasks is
/// the stack of the tasks' gradients, since task n's loss depends on φₙ only.
/// Differs from the papers: the loss is a mean over steps as in the public implementations, not a sum, so α counts per step.
/// </remarks>
public class PolicyGradient(PolicyGradientSettings settings) : IInnerLoop
{
    public PolicyGradientSettings Settings => settings;

    public double Gamma => settings.Gamma;

    Experience IInnerLoop.Prepare(IPolicy policy, Params phi, Rollout rollout, int round) => Prepare(rollout);

    /// <summary>What is to be learnt from a rollout, for which the weights are not needed.</summary>
    public Experience Prepare(Rollout rollout)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var weights = Weights(rollout, settings.MeanOver);
        var discounts = rollout.Discounts(settings.Gamma);
        var none = zeros_like(rollout.Alive.select(0, 0));
        var (values, finalValues) = (zeros_like(rollout.Rewards), none);
        var returns = Advantages.DiscountedReturns(rollout.Rewards, discounts, none);
        if (settings.Baseline == ValueBaseline.Linear)
        {
            (_, values, var beyond) = LinearFeatureBaseline.Fit(rollout, returns);
            finalValues = settings.BootstrapAtTimeLimit ? beyond * rollout.Truncated : none;
        }

        var advantages = Advantages.Gae(rollout.Rewards, discounts, values, finalValues, settings.Lambda);
        var (standardized, unit) = settings.NormalizeAdvantages
            ? Advantages.Standardize(advantages, weights, rollout.EarnsAlike(returns))
            : (advantages, null);
        return new Experience(rollout, standardized.MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope())
        {
            Unit = unit?.MoveToOuterDisposeScope(),
        };
    }

    /// <summary>Share of each step in its task's mean, [T, N, E], one in sum for each task.</summary>
    internal static Tensor Weights(Rollout rollout, StepWeighting over)
    {
        var weights = over == StepWeighting.Episodes ? rollout.Alive / rollout.EpisodeLengths.clamp_min(1) : rollout.Alive;
        return weights / weights.sum([0, 2], keepdim: true);
    }

    public virtual Tensor Loss(IPolicy policy, Params phi, Experience experience)
    {
        var pi = policy.With(phi).Act(experience.Rollout.Observations);
        return experience.MeanPerTask(pi.LogProb(experience.Rollout.Actions) * experience.Advantages).neg();
    }

    public Params Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order)
    {
        var differentiable = order == GradientOrder.Second;
        var alpha = update == 0 ? settings.StepSize : settings.LaterStepSize;
        var loss = Loss(policy, phi, experience).sum();
        var gradient = Derivative.Of(loss, phi.Flat, differentiable: differentiable);
        return policy.Descend(phi, gradient, alpha);
    }
}
