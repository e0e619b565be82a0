namespace MetaRL.Agents.Policies;

/// <summary>
/// Additions and multiplications in the products of matrices of a network, for one observation; those with layers
/// whose inputs need no derivative are fewer.
/// </summary>
/// <param name="All">Weights in matrices.</param>
/// <param name="First">Those of them that multiply the observation.</param>
public readonly record struct MatrixProducts(double All, double First)
{
    /// <summary>None.</summary>
    public static readonly MatrixProducts None;

    /// <summary>Outputs.</summary>
    public double Forward => 2 * All;

    /// <summary>From the outputs' gradient to that of the weights, the outputs being known.</summary>
    public double Backward => 2 * ((2 * All) - First);

    /// <summary>Outputs and the gradient by the weights.</summary>
    public double Gradient => Forward + Backward;

    /// <summary>A product with the Hessian, the gradient being known (Pearlmutter 1994).</summary>
    public double HessianProduct => 2 * ((6 * All) - (4 * First));

    /// <summary>Jᵀ M J v of the outputs' Jacobian J, the outputs being known.</summary>
    public double FisherProduct => 2 * ((4 * All) - (2 * First));

    /// <summary>Of the layout of a network, whose matrices are its weights of two axes, the first one first.</summary>
    public static MatrixProducts Of(ParamLayout layout)
    {
        double[] sizes = [.. layout.Weights.Where(weight => weight.Shape.Count == 2).Select(weight => weight.Count)];
        return new(sizes.Sum(), sizes.FirstOrDefault());
    }
}
