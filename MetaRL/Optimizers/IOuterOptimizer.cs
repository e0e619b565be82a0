using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>
/// What an outer optimiser may ask about the objective around the weights at which the data were gathered.
/// </summary>
public interface IMetaObjective
{
    /// <summary>Loss at θ₀.</summary>
    double Loss { get; }

    /// <summary>∇ loss at θ₀, [P].</summary>
    Tensor Gradient { get; }

    /// <summary>F v, with F = ∇² KL at θ₀, averaged over tasks, [P].</summary>
    Tensor FisherProduct(Tensor v);

    /// <summary>∇ of the loss at other weights with its probability ratios clipped to [1 − ε, 1 + ε], [P].</summary>
    Tensor ClippedGradient(Tensor theta, double epsilon);

    /// <summary>Loss at other weights and the mean KL divergence from the policies at θ₀.</summary>
    (double Loss, double Kl) At(Tensor theta);
}

/// <summary>What an outer step came to.</summary>
/// <param name="Theta">The next θ [P].</param>
/// <param name="State">The optimiser's next state, by name.</param>
/// <param name="Metrics">Numbers for the metrics, by name.</param>
public sealed record OuterStep(
    Tensor Theta, IReadOnlyDictionary<string, Tensor> State, IReadOnlyDictionary<string, double> Metrics);

/// <summary>One step of θ on the meta-objective.</summary>
public interface IOuterOptimizer
{
    /// <summary>State before the first step, by name.</summary>
    IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta);

    /// <summary>One step.</summary>
    /// <param name="theta">θ [P].</param>
    /// <param name="state">The optimiser's state.</param>
    /// <param name="objective">The objective at θ.</param>
    /// <param name="iteration">Meta-iterations done before.</param>
    OuterStep Step(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, IMetaObjective objective, long iteration);
}
