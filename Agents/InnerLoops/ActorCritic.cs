using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>Settings of <see cref="ActorCritic"/>.</summary>
/// <param name="StepSize"><inheritdoc/></param>
/// <param name="LaterStepSize"><inheritdoc/></param>
/// <param name="Gamma">Discount γ in [0, 1].</param>
/// <param name="Lambda">λ of the generalised advantage estimate, in [0, 1].</param>
/// <param name="ValueWeight">c, weight of the value's squared error.</param>
/// <param name="NormalizeAdvantages">
/// Whether advantages are standardised per task; they are 0 where its episodes earn alike.
/// </param>
/// <param name="MeanOver">What every step counts.</param>
/// <param name="BootstrapAtTimeLimit">
/// Whether a truncated episode goes on with the value of its last observation.
/// </param>
public sealed record ActorCriticSettings(
    double StepSize = 0.1,
    double LaterStepSize = 0.1,
    double Gamma = 0.99,
    double Lambda = 0.95,
    double ValueWeight = 0.5,
    bool NormalizeAdvantages = true,
    StepWeighting MeanOver = StepWeighting.Episodes,
    bool BootstrapAtTimeLimit = true) : InnerLoopSettings(StepSize, LaterStepSize)
{
    public override double Gamma { get; } = Gamma;

    public override IPolicy CreatePolicy(TaskFamily family, PolicySettings settings) => new ActorCriticPolicy(
        settings.Create(family), ((Box)family.Observations).Size, settings.Hidden, settings.Activation);

    public override IInnerLoop Create() => new ActorCritic(this);
}

/// <summary>
/// Advantage actor-critic: a policy gradient whose baseline is a value with weights of its own, adapted with the
/// policy's.
/// </summary>
/// <remarks>
/// Mnih et al. 2016 (A2C), section 4, with the advantages of Schulman et al. 2016:
/// φ ← φ − α ∇L, L = −E[log π(a | o) Aₜ] + c E[(yₜ − V(oₜ))²], Aₜ = δₜ + γ λ Aₜ₊₁, yₜ = Aₜ + V(oₜ). A and y are
/// constants of the loss. They are functions of φ all the same, and the derivative of an update goes through them: so
/// the meta-gradient reaches the first value in two ways, by what it makes of the advantages and, where the goal is the
/// inner loss, by its own error after adapting.
/// </remarks>
public sealed class ActorCritic(ActorCriticSettings settings) : InnerLoop<ActorCriticPolicy>
{
    public override double Gamma => settings.Gamma;

    public override Experience Prepare(ActorCriticPolicy policy, Params phi, Rollout rollout, int round)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var weights = AdvantageEstimator.Weights(rollout, settings.MeanOver);
        var values = policy.Value(phi, rollout.Observations);
        var advantages = Estimate(policy, phi, rollout, values);
        return new Experience(
            rollout, Scale(advantages, weights, rollout).MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope())
        {
            Targets = (advantages + values).MoveToOuterDisposeScope(),
        };
    }

    public override Tensor Loss(ActorCriticPolicy policy, Params phi, Experience experience)
    {
        var rollout = experience.Rollout;
        var logProb = policy.With(phi).Act(rollout.Observations).LogProb(rollout.Actions);
        var error = experience.Targets! - policy.Value(phi, rollout.Observations);
        return experience.MeanPerTask((error.square() * settings.ValueWeight) - (logProb * experience.Advantages));
    }

    public override Params Update(
        ActorCriticPolicy policy, Params phi, Experience experience, int update, GradientOrder order)
    {
        var differentiable = order == GradientOrder.Second;
        var (rollout, weights) = (experience.Rollout, experience.Weights);
        var logProb = policy.With(phi).Act(rollout.Observations).LogProb(rollout.Actions);
        var values = policy.Value(phi, rollout.Observations);
        var advantages = Estimate(policy, phi, rollout, values);

        // −∂L/∂log π = w A and −∂L/∂V = 2 c w (y − V), with y − V = A before it is standardised
        Tensor[] ascent =
            [weights * Scale(advantages, weights, rollout), weights * advantages * (2 * settings.ValueWeight)];
        var gradient = Derivative.Of(
            [logProb, values], phi.Flat, [.. ascent.Select(slope => differentiable ? slope : slope.detach())],
            differentiable: differentiable);
        return phi with { Flat = phi.Flat + (gradient * settings.StepSizeOf(update)) };
    }

    // Aₜ, [T, N, E], as a function of φ
    private Tensor Estimate(ActorCriticPolicy policy, Params phi, Rollout rollout, Tensor values)
    {
        var discounts = rollout.Discounts(settings.Gamma);
        var final = settings.BootstrapAtTimeLimit
            ? policy.Value(phi, rollout.FinalObservations) * rollout.Truncated
            : zeros_like(rollout.Alive.select(0, 0));
        var alive = rollout.Alive;
        return Advantages.Gae(rollout.Rewards, discounts * alive, values * alive, final, settings.Lambda) * alive;
    }

    private Tensor Scale(Tensor advantages, Tensor weights, Rollout rollout)
    {
        if (!settings.NormalizeAdvantages)
        {
            return advantages;
        }

        var returns = Advantages.DiscountedReturns(
            rollout.Rewards, rollout.Discounts(settings.Gamma), zeros_like(rollout.Alive.select(0, 0)));
        return Advantages.Normalize(advantages, weights, rollout.EarnsAlike(returns));
    }
}
