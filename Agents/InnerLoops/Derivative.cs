using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>Derivatives by libtorch's autograd, with its errors as exceptions.</summary>
/// <remarks>
/// An error inside TorchSharp's <c>autograd.grad</c> ends the process, so that what can be wrong is looked for before:
/// numbers in place of a graph, weights of another shape, and outputs that do not depend on the input. Memory that runs
/// out there still ends the process.
/// </remarks>
public static class Derivative
{
    /// <summary>Σ wᵀ ∂output/∂input over all outputs, of the shape of <paramref name="input"/>.</summary>
    /// <param name="outputs">Tensors of any shape, at least one of which depends on <paramref name="input"/>.</param>
    /// <param name="input">What to differentiate by.</param>
    /// <param name="weights">
    /// w, one for each output and of its shape; none where the outputs are single numbers.
    /// </param>
    /// <param name="keepsGraph">Whether the outputs are differentiated again.</param>
    /// <param name="differentiable">Whether the derivative itself is; the graph is then kept, too.</param>
    /// <exception cref="ArgumentException">
    /// No output depends on the input, or a weight does not fit its output.
    /// </exception>
    public static Tensor Of(
        IReadOnlyList<Tensor> outputs, Tensor input, IReadOnlyList<Tensor>? weights = null, bool keepsGraph = false,
        bool differentiable = false) => Of(outputs, [input], weights, keepsGraph, differentiable)[0];

    /// <summary>∂output/∂input of a single number, for each of some inputs.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{Tensor}, Tensor, IReadOnlyList{Tensor}?, bool, bool)"/>
    public static IReadOnlyList<Tensor> Of(Tensor output, IReadOnlyList<Tensor> inputs) =>
        Of([output], inputs, null, keepsGraph: false, differentiable: false);

    private static Tensor[] Of(
        IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? weights, bool keepsGraph,
        bool differentiable)
    {
        Require(
            inputs.All(input => input.requires_grad),
            "The input of a derivative must require one; detach it with requiresGrad first.");
        for (var index = 0; index < outputs.Count; index++)
        {
            var output = outputs[index];
            Require(
                output.requires_grad,
                "The output of a derivative must depend on something that requires one, but is a constant.");
            if (weights is null)
            {
                Require(
                    output.numel() == 1,
                    $"Without weights an output must be a single number, but has the shape [{Shape(output)}].");
            }
            else
            {
                Require(
                    weights[index].shape.SequenceEqual(output.shape),
                    $"Weights must have the shape of their output, [{Shape(output)}], but have"
                    + $" [{Shape(weights[index])}].");
            }
        }

        var derivatives = autograd.grad(
            [.. outputs], [.. inputs], weights is null ? null : [.. weights],
            retain_graph: keepsGraph || differentiable, create_graph: differentiable, allow_unused: true).ToArray();
        Require(
            Array.TrueForAll(derivatives, derivative => !derivative.IsInvalid),
            "The output of a derivative does not depend on its input; is a weight left out of the loss?");
        return derivatives;
    }

    /// <summary>∂output/∂input of a single number.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{Tensor}, Tensor, IReadOnlyList{Tensor}?, bool, bool)"/>
    public static Tensor Of(Tensor output, Tensor input, bool keepsGraph = false, bool differentiable = false) =>
        Of([output], input, null, keepsGraph, differentiable);

    private static string Shape(Tensor tensor) => string.Join(", ", tensor.shape);

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException(rule);
        }
    }
}
