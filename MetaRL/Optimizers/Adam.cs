using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>Settings of <see cref="Adam"/>.</summary>
/// <param name="StepSize">α.</param>
/// <param name="Beta1">Decay β₁ of the mean of gradients.</param>
/// <param name="Beta2">Decay β₂ of the mean of squared gradients.</param>
/// <param name="Epsilon">ε.</param>
public sealed record AdamSettings(
    double StepSize = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8)
    : DescentSettings(StepSize)
{
    public override string Name => "adam";

    public override Adam Create() => new(this);
}

/// <summary>Adam on the exact meta-gradient, its state a value so that it can be checkpointed.</summary>
/// <remarks>
/// Kingma and Ba 2015, algorithm 1: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − α m̂ / (√v̂ + ε) with
/// m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
/// </remarks>
public sealed class Adam(AdamSettings settings) : Descent(settings)
{
    public override IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta) => new Dictionary<string, Tensor>
    {
        ["adam.m"] = zeros_like(theta),
        ["adam.v"] = zeros_like(theta),
        ["adam.t"] = zeros(1, theta.dtype, theta.device),
    };

    protected override (Tensor Theta, IReadOnlyDictionary<string, Tensor> State) Move(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, Tensor g, double stepSize)
    {
        var t = state["adam.t"] + 1;
        var m = (state["adam.m"] * settings.Beta1) + (g * (1 - settings.Beta1));
        var v = (state["adam.v"] * settings.Beta2) + (g.square() * (1 - settings.Beta2));
        var mHat = m / (1 - Power(settings.Beta1, t));
        var vHat = v / (1 - Power(settings.Beta2, t));
        var next = theta - (mHat / (vHat.sqrt() + settings.Epsilon) * stepSize);
        return (next, new Dictionary<string, Tensor> { ["adam.m"] = m, ["adam.v"] = v, ["adam.t"] = t });
    }

    private static Tensor Power(double value, Tensor exponent) => (exponent * Math.Log(value)).exp();
}
