using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>Settings of <see cref="PolicyGradient"/>.</summary>
/// <param name="StepSize"><inheritdoc/></param>
/// <param name="LaterStepSize"><inheritdoc/></param>
/// <param name="Advantages">How advantages are estimated; null for the defaults.</param>
public sealed record PolicyGradientSettings(
    double StepSize = 0.1, double LaterStepSize = 0.1, AdvantageSettings? Advantages = null)
    : InnerLoopSettings(StepSize, LaterStepSize)
{
    /// <summary>How advantages are estimated.</summary>
    public AdvantageSettings Advantages { get; init; } = Advantages ?? new AdvantageSettings();

    public override double Gamma => Advantages.Gamma;

    public override bool Descends => true;

    public override IInnerLoop Create() => new PolicyGradient(this);
}

/// <summary>REINFORCE with a baseline: φ ← φ − α ∇_φ L(φ), L = −mean log π_φ(aₜ | oₜ) Aₜ.</summary>
/// <remarks>
/// Williams 1992; as the inner loop of MAML, Finn, Abbeel, Levine 2017, equation 4. The gradient of the losses summed
/// over tasks is the stack of the tasks' gradients, since task n's loss depends on φₙ only.
/// Differs from the papers: the loss is a mean over steps as in the public implementations, not a sum, so α counts per
/// step.
/// </remarks>
public class PolicyGradient(PolicyGradientSettings settings) : IInnerLoop
{
    private readonly AdvantageEstimator _advantages = new(settings.Advantages);

    public PolicyGradientSettings Settings => settings;

    public double Gamma => settings.Gamma;

    public PolicyGradient ForReturns => this;

    public virtual double? ScoreStepSize(int update) => settings.StepSizeOf(update);

    public virtual string KernelObstacle => "this variant of policy-gradient has no kernel";

    /// <inheritdoc/>
    public virtual Experience Prepare(IPolicy policy, Params phi, Rollout rollout, int round) =>
        _advantages.Of(rollout);

    public virtual Tensor Loss(IPolicy policy, Params phi, Experience experience)
    {
        var pi = policy.With(phi).Act(experience.Rollout.Observations);
        return experience.MeanPerTask(pi.LogProb(experience.Rollout.Actions) * experience.Advantages).neg();
    }

    public Params Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order)
    {
        var kernels = order == GradientOrder.First ? FusedScore.Kernels(this, policy, phi, update) : null;
        var gradient = kernels is not null
            ? FusedScore.Gradient(kernels, phi, experience)
            : Derivative.Of(
                Loss(policy, phi, experience).sum(), phi.Flat, differentiable: order == GradientOrder.Second);
        return policy.Descend(phi, gradient, settings.StepSizeOf(update));
    }
}
