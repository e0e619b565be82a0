using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>Settings of <see cref="InnerPpo"/>, beside those of the advantages.</summary>
/// <param name="Advantages">How advantages are estimated, and the step sizes.</param>
/// <param name="Clip">ε: beyond 1 ± ε a ratio of probabilities earns nothing; infinite for no bound.</param>
/// <param name="Epochs">Steps of the gradient on the same rollout.</param>
public sealed record InnerPpoSettings(PolicyGradientSettings Advantages, double Clip = 0.2, int Epochs = 4)
    : InnerLoopSettings(Advantages.StepSize, Advantages.LaterStepSize)
{
    public override double Gamma
    {
        get => Advantages.Gamma;
        init => Advantages = Advantages with { Gamma = value };
    }

    public override bool Descends => true;

    public override IInnerLoop Create() => new InnerPpo(this);
}

/// <summary>Proximal policy optimisation as an update: J steps along the gradient of the clipped surrogate.</summary>
/// <remarks>
/// Schulman et al. 2017, equation 7: φⱼ₊₁ = φⱼ − α ∇L(φⱼ), L = −E[min(ρ A, clip(ρ, 1 − ε, 1 + ε) A)], ρ = π_φⱼ(a | o) / π_old(a | o), with π_old
/// the policy that gathered the rollout: recorded numbers, without derivative. One epoch without a bound is the update of
/// <see cref="PolicyGradient"/>; its derivative is not, since ∇²ρ has the term ∇log π ∇log πᵀ besides ∇²log π.
/// Differs from the paper: whole-batch gradient steps, no learned value (the advantages are those of <see cref="PolicyGradient"/>).
/// </remarks>
public sealed class InnerPpo(InnerPpoSettings settings) : IInnerLoop
{
    private readonly PolicyGradient _advantages = new(settings.Advantages);

    public InnerPpoSettings Settings => settings;

    public double Gamma => settings.Gamma;

    public Experience Prepare(IPolicy policy, Params phi, Rollout rollout, int round)
    {
        var experience = _advantages.Prepare(rollout);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        return experience with { LogProb = LogProb(policy, phi, rollout).MoveToOuterDisposeScope() };
    }

    public Tensor Loss(IPolicy policy, Params phi, Experience experience)
    {
        var ratio = (LogProb(policy, phi, experience.Rollout) - experience.LogProb!).exp();
        var clipped = ratio.clamp(1 - settings.Clip, 1 + settings.Clip);
        return experience.MeanPerTask((ratio * experience.Advantages).minimum(clipped * experience.Advantages)).neg();
    }

    public Params Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order)
    {
        var differentiable = order == GradientOrder.Second;
        var alpha = update == 0 ? settings.StepSize : settings.LaterStepSize;
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            var loss = Loss(policy, phi, experience).sum();
            var gradient = Derivative.Of(loss, phi.Flat, differentiable: differentiable);
            phi = policy.Descend(phi, gradient, alpha);
        }

        return phi;
    }

    private static Tensor LogProb(IPolicy policy, Params phi, Rollout rollout) =>
        policy.With(phi).Act(rollout.Observations).LogProb(rollout.Actions);
}
