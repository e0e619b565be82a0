using MetaRL.Agents.Rollouts;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>The baseline subtracted from the returns.</summary>
public enum ValueBaseline
{
    /// <summary>Nothing: Vₜ = 0.</summary>
    None,

    /// <summary><see cref="LinearFeatureBaseline"/>, fitted to each task's rollout.</summary>
    Linear,
}

/// <summary>How the steps of a task's rollout are weighted in the task's means.</summary>
public enum StepWeighting
{
    /// <summary>A mean over episodes of the means over their steps: a step of a short episode counts more.</summary>
    Episodes,

    /// <summary>One mean over all steps.</summary>
    Steps,
}

/// <summary>Settings of <see cref="AdvantageEstimator"/>.</summary>
/// <param name="Gamma">Discount γ in [0, 1].</param>
/// <param name="Lambda">λ of the generalised advantage estimate, in [0, 1].</param>
/// <param name="Baseline">Baseline subtracted from the returns.</param>
/// <param name="Normalize">
/// Whether advantages are standardised per task; they are 0 where its episodes earn alike.
/// </param>
/// <param name="MeanOver">
/// What every step counts. The MAML paper's code takes the mean over steps, pytorch-maml-rl that over episodes.
/// </param>
/// <param name="BootstrapAtTimeLimit">
/// Whether a truncated episode goes on with the baseline's value. The published protocols of meta-RL do not: there the
/// horizon is part of the problem, and the baseline sees the time.
/// </param>
public sealed record AdvantageSettings(
    double Gamma = 0.99,
    double Lambda = 1.0,
    ValueBaseline Baseline = ValueBaseline.Linear,
    bool Normalize = true,
    StepWeighting MeanOver = StepWeighting.Episodes,
    bool BootstrapAtTimeLimit = false);

/// <summary>
/// Generalised advantage estimates of rollouts, with a baseline that is fitted to each task and not learned.
/// </summary>
/// <remarks>
/// Schulman et al. 2016, equation 16, with the baseline of Duan et al. 2016 (benchmarking), section 3.
/// </remarks>
public sealed class AdvantageEstimator(AdvantageSettings settings)
{
    /// <summary>Advantages and weights of a rollout's steps, without derivative.</summary>
    public Experience Of(Rollout rollout)
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
        var (standardized, unit) = settings.Normalize
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
        var weights = over == StepWeighting.Episodes
            ? rollout.Alive / rollout.EpisodeLengths.clamp_min(1)
            : rollout.Alive;
        return weights / weights.sum([0, 2], keepdim: true);
    }
}
