namespace MetaRL.Kernels;

/// <summary>Nonlinearity between layers.</summary>
public enum Nonlinearity
{
    Tanh,
    Relu,
}

/// <summary>
/// A multi-layer perceptron: h₀ the input, h_l = f(W_l h_{l−1} + b_l), l = 1 ... L, without f in the last layer.
/// </summary>
/// <param name="Inputs">Numbers of an input.</param>
/// <param name="Hidden">Units of each hidden layer.</param>
/// <param name="Outputs">Numbers of an output.</param>
/// <param name="Nonlinearity">f.</param>
public sealed record PerceptronShape(int Inputs, IReadOnlyList<int> Hidden, int Outputs, Nonlinearity Nonlinearity)
{
    /// <summary>L.</summary>
    public int Layers => Hidden.Count + 1;

    /// <summary>Numbers of W₁ [out, in], row by row, b₁, W₂, ...</summary>
    public int Weights => Enumerable.Range(1, Layers).Sum(layer => (Units(layer - 1) + 1) * Units(layer));

    /// <summary>Numbers of h_l, l = 0 ... L.</summary>
    public int Units(int layer) => layer == 0 ? Inputs : layer == Layers ? Outputs : Hidden[layer - 1];
}
