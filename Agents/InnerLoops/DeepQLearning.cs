using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>Settings of <see cref="DeepQLearning"/>.</summary>
/// <param name="StepSize"><inheritdoc/></param>
/// <param name="LaterStepSize"><inheritdoc/></param>
/// <param name="Gamma">Discount γ in [0, 1].</param>
/// <param name="GradientSteps">Steps of the gradient in one update, on the same rollout.</param>
/// <param name="HuberWidth">κ: TD errors beyond it count linearly; infinite for squares everywhere.</param>
/// <param name="Exploration">How it chooses; null for <see cref="EpsilonGreedy"/> exploration.</param>
public sealed record DeepQLearningSettings(
    double StepSize = 0.1,
    double LaterStepSize = 0.1,
    double Gamma = 0.99,
    int GradientSteps = 4,
    double HuberWidth = double.PositiveInfinity,
    Exploration? Exploration = null) : InnerLoopSettings(StepSize, LaterStepSize)
{
    /// <summary>How it chooses.</summary>
    public Exploration Exploration { get; init; } = Exploration ?? new EpsilonGreedy();

    public override bool ActsDifferentiably => Exploration.IsDifferentiable;

    /// <summary>Every step of all environments is some dozens of operators on a few numbers each.</summary>
    public override int LanesAtOnce => 1024;

    public override double Gamma { get; } = Gamma;

    public override bool IsJudgedByLoss => true;

    public override IPolicy CreatePolicy(TaskFamily family, PolicySettings settings) => new QNetwork(
        ((Box)family.Observations).Size, ((Discrete)family.Actions).Count, settings.Hidden, settings.Activation,
        Exploration);

    public override IInnerLoop Create() => new DeepQLearning(this);
}

/// <summary>
/// Q-learning with a network: J steps along the gradient of the TD errors of a rollout's transitions.
/// </summary>
/// <remarks>
/// Mnih et al. 2015 with the targets of van Hasselt, Guez, Silver 2016, equation 4:
/// φⱼ₊₁ = φⱼ + α E[ℓ′(y − Q_φⱼ(o, a)) ∇Q_φⱼ(o, a)], y = r + γ Q_φ₀(o′, argmaxₐ Q_φⱼ(o′, a)), with φ₀ the weights at the
/// start of the update and ℓ half the square, or Huber's loss. The targets are constants of every step but functions of
/// φ₀, and the derivative of an update goes through them too.
/// Differs from the papers: no replay memory, the data are those of the round; plain gradient steps.
/// </remarks>
public sealed class DeepQLearning(DeepQLearningSettings settings) : InnerLoop<QNetwork>
{
    // What stands beside the TD errors where the goal is the return: advantages as REINFORCE has them
    private readonly AdvantageEstimator _advantages = new(new(settings.Gamma, MeanOver: StepWeighting.Steps));

    public override double Gamma => settings.Gamma;

    public override int GradientSteps => settings.GradientSteps;

    public override Rollout Collect(
        TaskFamily family, TaskBatch tasks, QNetwork policy, Params phi, RolloutNoise noise, int round)
    {
        var actor = new ValueActor(policy, phi, round);
        return Collector.Collect(
            family, tasks, (observation, z) => actor.Act(observation).Sample(z), noise, unfinished: true);
    }

    public override IActionDistribution Act(QNetwork policy, Params phi, Rollout rollout, int round) =>
        new ValueActor(policy, phi, round).Act(rollout.Observations);

    public override Experience Prepare(QNetwork policy, Params phi, Rollout rollout, int round)
    {
        var experience = _advantages.Of(rollout);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var next = policy.Values(phi, rollout.NextObservations);
        return experience with { Targets = Targets(rollout, next, next).MoveToOuterDisposeScope() };
    }

    /// <summary>E[ℓ(y − Q(o, a))] with y at the weights that gathered the rollout and constant, [N].</summary>
    public override Tensor Loss(QNetwork policy, Params phi, Experience experience)
    {
        var delta = experience.Targets! - Chosen(policy, phi, experience.Rollout);
        var inside = Slope(delta.abs());
        return experience.MeanPerTask(inside * (delta.abs() - (inside * 0.5))); // ½ δ² within κ, κ (|δ| − ½ κ) beyond
    }

    public override Params Update(QNetwork policy, Params phi, Experience experience, int update, GradientOrder order)
    {
        var differentiable = order == GradientOrder.Second;
        var alpha = settings.StepSizeOf(update);
        var rollout = experience.Rollout;
        var frozen = policy.Values(phi, rollout.NextObservations);
        for (var step = 0; step < settings.GradientSteps; step++)
        {
            var online = step == 0 ? frozen : policy.Values(phi, rollout.NextObservations);
            var chosen = Chosen(policy, phi, rollout);
            var delta = Targets(rollout, online.detach(), frozen) - chosen;
            var ascent = Slope(delta) * experience.Weights;
            var gradient = Derivative.Of(
                [chosen], phi.Flat, [differentiable ? ascent : ascent.detach()], keepsGraph: true, differentiable);
            phi = phi with { Flat = phi.Flat + (gradient * alpha) };
        }

        return phi;
    }

    // r + γ Q_frozen(o′, argmaxₐ Q_online(o′, a)), [T, N, E]
    private Tensor Targets(Rollout rollout, Tensor online, Tensor frozen) =>
        rollout.Bootstrapped(frozen.gather(-1, online.argmax(-1, keepdim: true)).squeeze(-1), settings.Gamma);

    // Q(o, a), [T, N, E]
    private static Tensor Chosen(QNetwork policy, Params phi, Rollout rollout) =>
        policy.Values(phi, rollout.Observations).gather(-1, rollout.Actions.unsqueeze(-1)).squeeze(-1);

    // ℓ′(δ)
    private Tensor Slope(Tensor delta) => delta.clamp(-settings.HuberWidth, settings.HuberWidth);
}
