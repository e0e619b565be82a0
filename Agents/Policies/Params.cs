using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Name and shape of one weight tensor.</summary>
public readonly record struct Weight(string Name, IReadOnlyList<long> Shape)
{
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>Names and shapes of an architecture's weights, in the order in which they lie in a flat vector.</summary>
public sealed class ParamLayout(IReadOnlyList<Weight> weights)
{
    private readonly long[] _counts = [.. weights.Select(weight => weight.Count)];

    public IReadOnlyList<Weight> Weights => weights;

    /// <summary>P, the number of weights.</summary>
    public long Count { get; } = weights.Sum(weight => weight.Count);

    /// <summary>Views of a flat [P] or [N, P] in the order of <see cref="Weights"/>, each [...] or [N, ...].</summary>
    /// <remarks>
    /// One split, whose derivative is one concatenation, instead of a slice with a zero-padded derivative per weight.
    /// </remarks>
    public IReadOnlyList<Tensor> Split(Tensor flat)
    {
        var parts = flat.split(_counts, -1);
        var lead = flat.shape[..^1];
        return [.. parts.Select((part, index) => part.view([.. lead, .. weights[index].Shape]))];
    }
}

/// <summary>Named weights as a value: θ [P], shared by all tasks, or φ [N, P], one row a task.</summary>
public sealed record Params(ParamLayout Layout, Tensor Flat) : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [Flat];

    /// <summary>φ₀ = θ for every task, [N, P].</summary>
    public Params Broadcast(long tasks) => this with { Flat = Flat.unsqueeze(0).expand(tasks, -1) };

    /// <summary>The same numbers as a constant or, by setting, as a new variable to differentiate by.</summary>
    public Params Detach(bool requiresGrad = false) => this with { Flat = Flat.detach().requires_grad_(requiresGrad) };
}
