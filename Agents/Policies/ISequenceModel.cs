using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A network over sequences as a function of its weights: what a policy remembers with.</summary>
public interface ISequenceModel
{
    /// <summary>Names and shapes.</summary>
    IReadOnlyList<Weight> Weights { get; }

    /// <summary>H, numbers of its output.</summary>
    int Hidden { get; }

    /// <summary>Whether a step attends to those before it: <see cref="IRecurrence.Attention"/>.</summary>
    bool Attends => false;

    /// <summary>First weights, in the order of <see cref="Weights"/>.</summary>
    IReadOnlyList<Tensor> Initialize(RngKey key, Device device, ScalarType dtype);

    /// <summary>Before the first step.</summary>
    /// <param name="lanes">[B] or [N, E].</param>
    /// <param name="device">Where.</param>
    /// <param name="dtype">Of its numbers.</param>
    /// <returns>Parts of a state, each [..., lanes, W].</returns>
    IReadOnlyList<Tensor> Start(ReadOnlySpan<long> lanes, Device device, ScalarType dtype);

    /// <summary>The network with its weights in place, differentiable by them.</summary>
    /// <param name="weights">In the order of <see cref="Weights"/>.</param>
    IRecurrence With(IReadOnlyList<Tensor> weights);
}

/// <summary>A network over sequences with its weights in place.</summary>
public interface IRecurrence : IDisposable
{
    /// <summary>Runs through a sequence; a single step is one of length 1.</summary>
    /// <param name="sequence">x, [T, B, I].</param>
    /// <param name="state">Before the first step, parts [..., B, W].</param>
    /// <returns>The output after every step, [T, B, H]; the state after the last one.</returns>
    (Tensor Outputs, IReadOnlyList<Tensor> State) Run(Tensor sequence, IReadOnlyList<Tensor> state);

    /// <summary>
    /// How much a step attends to each step of the state and, last, to itself, means over heads and blocks, one in sum,
    /// [B, R + 1].
    /// </summary>
    /// <param name="step">x, [B, I].</param>
    /// <param name="state">Before the step, parts [..., B, W].</param>
    /// <exception cref="NotSupportedException">It attends to nothing.</exception>
    Tensor Attention(Tensor step, IReadOnlyList<Tensor> state) =>
        throw new NotSupportedException("This network attends to nothing.");

    /// <summary>What is remembered where some lanes did not take the step.</summary>
    /// <param name="taken">Which did, bool [B, 1].</param>
    /// <param name="next">As if all had.</param>
    /// <param name="before">The step.</param>
    IReadOnlyList<Tensor> Keep(Tensor taken, IReadOnlyList<Tensor> next, IReadOnlyList<Tensor> before) =>
        [.. next.Zip(before, (after, state) => where(taken, after, state))];
}
