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

    public override IInnerLoop Create() => new DeepQLearning(this);
}

/// <summary>Q-learning with a network: J steps along the gradient of the TD errors of a rollout's transitions.</summary>
/// <remarks>
/// Mnih et al. 2015 with the targets of van Hasselt, Guez, Silver 2016, equation 4:
/// φⱼ₊₁ = φⱼ + α E[ℓ′(y − Q_φⱼ(o, a)) ∇Q_φⱼ(o, a)], y = r + γ Q_φ₀(o′, argmaxₐ Q_φⱼ(o′, a)), with φ₀ the weights at the start of the update
/// and ℓ half the square, or Huber's loss. The targets are constants of every step but functions of φ₀, and the derivative of an
/// update goes through them too.
/// Differs from the papers: no replay memory, the data are those of the round; plain gradient steps.
/// </remarks>
public sealed class DeepQLearning(DeepQLearningSettings settings) : IInnerLoop
{
    // What stands beside the TD errors where the goal is the return: advantages as REINFORCE has them
    private readonly PolicyGradient _returns = new(new PolicyGradientSettings(Gamma: settings.Gamma, MeanOver: StepWeighting.Steps));

    public DeepQLearningSettings Settings => settings;

    public double Gamma => settings.Gamma;

    public Rollout Collect(TaskFamily family, TaskBatch tasks, IPolicy policy, Params phi, RolloutNoise noise, int round)
    {
        var actor = new ValueActor((QNetwork)policy, phi, round);
        return Collector.Collect(family, tasks, (observation, z) => actor.Act(observation).Sample(z), noise, unfinished: true);
    }

    public IActionDistribution Act(IPolicy policy, Params phi, Rollout rollout, int round) =>
        new ValueActor((QNetwork)policy, phi, round).Act(rollout.Observations);

    public Experience Prepare(IPolicy policy, Params phi, Rollout rollout, int round)
    {
        var experience = _returns.Prepare(rollout);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var next = ((QNetwork)policy).Values(phi, rollout.NextObservations);
        return experience with { Targets = Targets(rollout, next, next).MoveToOuterDisposeScope() };
    }

    /// <summary>E[ℓ(y − Q(o, a))] with y at the weights that gathered the rollout and constant, [N].</summary>
    public Tensor Loss(IPolicy policy, Params phi, Experience experience)
    {
        var delta = experience.Targets! - Chosen((QNetwork)policy, phi, experience.Rollout);
        var inside = Slope(delta.abs());
        return experience.MeanPerTask(inside * (delta.abs() - (inside * 0.5))); // ½ δ² within κ, κ (|δ| − ½ κ) beyond
    }

    public Params Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order)
    {
        var differentiable = order == GradientOrder.Second;
        var alpha = update == 0 ? settings.StepSize : settings.LaterStepSize;
        var (network, rollout) = ((QNetwork)policy, experience.Rollout);
        var frozen = network.Values(phi, rollout.NextObservations);
        for (var step = 0; step < settings.GradientSteps; step++)
        {
            var online = step == 0 ? frozen : network.Values(phi, rollout.NextObservations);
            var chosen = Chosen(network, phi, rollout);
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
    private static Tensor Chosen(QNetwork network, Params phi, Rollout rollout) =>
        network.Values(phi, rollout.Observations).gather(-1, rollout.Actions.unsqueeze(-1)).squeeze(-1);

    // ℓ′(δ)
    private Tensor Slope(Tensor delta) => delta.clamp(-settings.HuberWidth, settings.HuberWidth);
}
