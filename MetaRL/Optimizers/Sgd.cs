using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>Settings of <see cref="Sgd"/>.</summary>
/// <param name="StepSize">α.</param>
/// <param name="Momentum">Decay μ of the sum of gradients; 0 is plain gradient descent.</param>
public sealed record SgdSettings(double StepSize = 0.1, double Momentum = 0) : DescentSettings(StepSize)
{
    public override string Name => "sgd";

    public override Sgd Create() => new(this);
}

/// <summary>Gradient descent with the heavy ball's momentum.</summary>
/// <remarks>Polyak 1964: v ← μv + g, θ ← θ − αv.</remarks>
public sealed class Sgd(SgdSettings settings) : Descent(settings)
{
    public override IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta) =>
        new Dictionary<string, Tensor> { ["sgd.v"] = zeros_like(theta) };

    protected override (Tensor Theta, IReadOnlyDictionary<string, Tensor> State) Move(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, Tensor g, double stepSize)
    {
        var v = (state["sgd.v"] * settings.Momentum) + g;
        return (theta - (v * stepSize), new Dictionary<string, Tensor> { ["sgd.v"] = v });
    }
}
