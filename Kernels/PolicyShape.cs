namespace MetaRL.Kernels;

/// <summary>A policy that is a perceptron and an action distribution.</summary>
/// <param name="Perceptron">From an observation to the distribution's means or logits.</param>
/// <param name="LeastLogStd">
/// Least log σ of a normal distribution, whose log σ [A] lie before the perceptron's weights; null for a choice among
/// the outputs.
/// </param>
public sealed record PolicyShape(PerceptronShape Perceptron, double? LeastLogStd = null)
{
    /// <summary>P.</summary>
    public int Weights => (LeastLogStd is null ? 0 : Perceptron.Outputs) + Perceptron.Weights;

    /// <summary>Numbers of an action; a discrete one is its index.</summary>
    public int Actions => LeastLogStd is null ? 1 : Perceptron.Outputs;
}
