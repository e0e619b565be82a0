using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>Settings of <see cref="InnerPpo"/>.</summary>
/// <param name="StepSize"><inheritdoc/></param>
/// <param name="LaterStepSize"><inheritdoc/></param>
/// <param name="Advantages">How advantages are estimated; null for the defaults.</param>
/// <param name="Clip">ε: beyond 1 ± ε a ratio of probabilities earns nothing; infinite for no bound.</param>
/// <param name="Epochs">Steps of the gradient on the same rollout.</param>
public sealed record InnerPpoSettings(
    double StepSize = 0.1, double LaterStepSize = 0.1, AdvantageSettings? Advantages = null, double Clip = 0.2,
    int Epochs = 4) : InnerLoopSettings(StepSize, LaterStepSize)
{
    /// <summary>How advantages are estimated.</summary>
    public AdvantageSettings Advantages { get; init; } = Advantages ?? new AdvantageSettings();

    public override double Gamma => Advantages.Gamma;

    public override bool Descends => true;

    public override IInnerLoop Create() => new InnerPpo(this);
}

/// <summary>Proximal policy optimisation as an update: J steps along the gradient of the clipped surrogate.</summary>
/// <remarks>
/// Schulman et al. 2017, equation 7: φⱼ₊₁ = φⱼ − α ∇L(φⱼ), L = −E[min(ρ A, clip(ρ, 1 − ε, 1 + ε) A)], ρ = π_φⱼ(a | o) /
/// π_old(a | o), with π_old the policy that gathered the rollout: recorded numbers, without derivative. One epoch
/// without a bound is the update of
/// <see cref="PolicyGradient"/>; its derivative is not, since ∇²ρ has the term ∇log π ∇log πᵀ besides ∇²log π.
/// Differs from the paper: whole-batch gradient steps, no learned value (the advantages are those of
/// <see cref="PolicyGradient"/>).
/// </remarks>
public sealed class InnerPpo(InnerPpoSettings settings) : IInnerLoop
{
    private readonly AdvantageEstimator _advantages = new(settings.Advantages);

    public double Gamma => settings.Gamma;

    public int GradientSteps => settings.Epochs;

    public Experience Prepare(IPolicy policy, Params phi, Rollout rollout, int round)
    {
        var experience = _advantages.Of(rollout);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        return experience with { LogProb = LogProb(policy, phi, rollout).MoveToOuterDisposeScope() };
    }

    public Tensor Loss(IPolicy policy, Params phi, Experience experience)
    {
        var ratio = (LogProb(policy, phi, experience.Rollout) - experience.LogProb!).exp();
        return experience.MeanPerTask(Surrogate.Of(ratio, experience.Advantages, settings.Clip)).neg();
    }

    public Params Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order)
    {
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            var loss = Loss(policy, phi, experience).sum();
            var gradient = Derivative.Of(loss, phi.Flat, differentiable: order == GradientOrder.Second);
            phi = policy.Descend(phi, gradient, settings.StepSizeOf(update));
        }

        return phi;
    }

    private static Tensor LogProb(IPolicy policy, Params phi, Rollout rollout) =>
        policy.With(phi).Act(rollout.Observations).LogProb(rollout.Actions);
}
