using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>What an outer optimiser may ask about the objective around the weights at which the data were gathered.</summary>
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

/// <summary>One step of θ on the meta-objective.</summary>
public interface IOuterOptimizer
{
    /// <summary>State before the first step, by name.</summary>
    IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta);

    /// <summary>The next θ, the next state, and numbers for the metrics.</summary>
    /// <param name="theta">θ [P].</param>
    /// <param name="state">The optimiser's state.</param>
    /// <param name="objective">The objective at θ.</param>
    /// <param name="iteration">Meta-iterations done before.</param>
    (Tensor Theta, IReadOnlyDictionary<string, Tensor> State, IReadOnlyDictionary<string, double> Metrics) Step(
        Tensor theta, IReadOnlyDictionary<string, Tensor> state, IMetaObjective objective, long iteration);
}
