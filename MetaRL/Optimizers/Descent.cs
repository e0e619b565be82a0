using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>Settings of an optimiser that moves θ along a gradient.</summary>
/// <param name="StepSize">α.</param>
public abstract record DescentSettings(double StepSize) : OuterSettings
{
    /// <summary>How α goes with the meta-iterations.</summary>
    public StepSchedule Schedule { get; init; } = StepSchedule.Constant;

    /// <summary>Gradients are clipped to this norm; null where they are not.</summary>
    public double? MaxGradientNorm { get; init; }

    public abstract override Descent Create();
}

/// <summary>An outer optimiser that needs nothing of the objective but its gradient.</summary>
public abstract class Descent(DescentSettings settings) : IOuterOptimizer
{
    public abstract IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta);

    public OuterStep Step(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, IMetaObjective objective, long iteration) =>
        Along(theta, state, objective.Gradient, iteration);

    /// <summary>One step along a direction in place of the objective's gradient.</summary>
    /// <inheritdoc cref="Step(Tensor, IReadOnlyDictionary{string, Tensor}, Tensor, long)"/>
    public OuterStep Along(Tensor theta, IReadOnlyDictionary<string, Tensor> state, Tensor g, long iteration)
    {
        var (next, nextState) = Step(theta, state, g, iteration);
        return new OuterStep(
            next, nextState, new Dictionary<string, double> { ["gradient_norm"] = g.norm().ToDouble() });
    }

    /// <summary>One step along a given gradient.</summary>
    /// <param name="theta">θ [P].</param>
    /// <param name="state">The optimiser's state.</param>
    /// <param name="g">[P]; clipped to the largest norm.</param>
    /// <param name="iteration">Meta-iterations done before.</param>
    public (Tensor Theta, IReadOnlyDictionary<string, Tensor> State) Step(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, Tensor g, long iteration) =>
        Move(theta, state, Clipped(g), settings.StepSize * settings.Schedule.At(iteration));

    /// <summary>The rule: θ and state after a step of size α along g.</summary>
    protected abstract (Tensor Theta, IReadOnlyDictionary<string, Tensor> State) Move(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, Tensor g, double stepSize);

    // g · min(1, c / ‖g‖)
    private Tensor Clipped(Tensor g) => settings.MaxGradientNorm is { } c ? g / (g.norm() / c).clamp_min(1) : g;
}
