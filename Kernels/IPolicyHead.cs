using System.Numerics;

namespace MetaRL.Kernels;

/// <summary>
/// The action distribution of a policy as a function of the outputs y of its perceptron and of weights of its own, one
/// input after another, with the derivatives of log π(a) by both.
/// </summary>
/// <typeparam name="T">The numbers.</typeparam>
internal interface IPolicyHead<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Weights of its own, which lie before those of the perceptron.</summary>
    int Weights { get; }

    /// <summary>Numbers of an action; a discrete one is its index.</summary>
    int Actions { get; }

    /// <summary>Takes over its weights.</summary>
    void Read(ReadOnlySpan<T> weights);

    /// <summary>Takes over a direction in its weights.</summary>
    void ReadDirection(ReadOnlySpan<T> direction);

    /// <summary>The gradient by its own weights begins anew.</summary>
    void ClearGradient();

    /// <summary>Writes the gradient by its own weights, or R of it.</summary>
    void WriteGradient(Span<T> gradient);

    /// <summary>log π(a).</summary>
    T LogProb(ReadOnlySpan<T> y, ReadOnlySpan<T> action);

    /// <summary>δ = c ∂ log π(a) / ∂y, and the same by its own weights is added to the gradient.</summary>
    void Score(T c, ReadOnlySpan<T> y, ReadOnlySpan<T> action, Span<T> delta);

    /// <summary>
    /// δ = c ∂ log π(a) / ∂y and R δ where c is constant; R of the same by its own weights is added to the gradient.
    /// </summary>
    void ScoreTangent(
        T c, ReadOnlySpan<T> y, ReadOnlySpan<T> action, ReadOnlySpan<T> ry, Span<T> delta, Span<T> rDelta);

    /// <summary>
    /// δ = c M R(y, own weights), with M the Fisher information of the distribution; what belongs to its own weights is
    /// added to the gradient.
    /// </summary>
    void FisherProduct(T c, ReadOnlySpan<T> y, ReadOnlySpan<T> ry, Span<T> delta);

    /// <summary>H(π).</summary>
    T Entropy(ReadOnlySpan<T> y);

    /// <summary>c ∂H(π) / ∂y is added to δ, and the same by its own weights to the gradient.</summary>
    void AddEntropyGradient(T c, ReadOnlySpan<T> y, Span<T> delta);

    /// <summary>KL(π ‖ π_old).</summary>
    /// <param name="y">Outputs of π.</param>
    /// <param name="old">Parameters of π_old as <see cref="WriteParameters"/> has them.</param>
    T Kl(ReadOnlySpan<T> y, ReadOnlySpan<T> old);

    /// <summary>What determines the distribution, of <see cref="Parameters"/> numbers.</summary>
    void WriteParameters(ReadOnlySpan<T> y, Span<T> parameters);

    /// <summary>Numbers that determine the distribution.</summary>
    int Parameters { get; }
}
