using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>Settings of <see cref="Ppo"/>.</summary>
/// <param name="Clip">ε, how far the probability ratio counts from 1.</param>
/// <param name="Epochs">Steps of Adam on the data of one meta-iteration.</param>
/// <param name="Adam">The optimiser within.</param>
public sealed record PpoSettings(double Clip, int Epochs, AdamSettings Adam) : OuterSettings
{
    /// <summary>Settings where nothing else is said.</summary>
    public static readonly PpoSettings Default = new(Clip: 0.2, Epochs: 5, new AdamSettings());

    public override string Name => "ppo";

    public override bool NeedsPolicies => true;

    public override IOuterOptimizer Create() => new Ppo(this);
}

/// <summary>
/// Proximal policy optimisation of the adapted policies: several steps on the same data, each after adapting anew.
/// </summary>
/// <remarks>
/// Schulman et al. 2017, equation 7, of the policies after adaptation: L(θ) = −E[min(ρA, clip(ρ, 1 − ε, 1 + ε) A)], ρ =
/// π_φᴷ(θ) / π_old. As the outer optimiser of a meta-learner: Rothfuss et al. 2019 (ProMP), algorithm 1. In the first
/// epoch ρ = 1, nothing is clipped and the gradient is the meta-gradient.
/// </remarks>
public sealed class Ppo(PpoSettings settings) : IOuterOptimizer
{
    private readonly Adam _adam = settings.Adam.Create();

    public IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta) => _adam.Initialize(theta);

    public OuterStep Step(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, IMetaObjective objective, long iteration)
    {
        var gradient = objective.Gradient;
        (theta, state) = _adam.Step(theta, state, gradient, iteration);
        for (var epoch = 1; epoch < settings.Epochs; epoch++)
        {
            (theta, state) = _adam.Step(theta, state, objective.ClippedGradient(theta, settings.Clip), iteration);
        }

        var (loss, kl) = objective.At(theta);
        return new OuterStep(theta, state, new Dictionary<string, double>
        {
            ["gradient_norm"] = gradient.norm().ToDouble(), ["loss_change"] = loss - objective.Loss, ["kl"] = kl,
        });
    }
}
