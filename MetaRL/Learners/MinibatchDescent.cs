using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Gradient of a mean over some lanes' steps.</summary>
/// <param name="Gradient">By θ, [P].</param>
/// <param name="Numbers">Of the metrics, without derivative.</param>
internal sealed record MinibatchGradient(Tensor Gradient, Tensor Numbers) : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [Gradient, Numbers];

    /// <summary>The sum over chunks of lanes, taken in their order.</summary>
    public static MinibatchGradient Sum(IReadOnlyList<MinibatchGradient> parts) => new(
        stack(parts.Select(part => part.Gradient)).sum(dim: 0),
        stack(parts.Select(part => part.Numbers)).sum(dim: 0));
}

/// <summary>Some lanes of an iteration, in random order.</summary>
/// <param name="Key">Of the orders of all passes.</param>
/// <param name="Epoch">Number of the pass.</param>
/// <param name="Index">Number of the minibatch in it.</param>
/// <param name="Size">Lanes of a minibatch, but for the last of a pass.</param>
public readonly record struct Minibatch(RngKey Key, int Epoch, int Index, long Size)
{
    /// <summary>Numbers of its lanes, int64 [b], on the CPU.</summary>
    /// <param name="all">How many lanes there are.</param>
    public Tensor Lanes(long all) => Key.At(Epoch).Uniform([all], CPU, ScalarType.Float64).argsort(0)
        .narrow(0, Index * Size, Math.Min(Size, all - (Index * Size)));
}

/// <summary>Passes over the lanes of one iteration in random minibatches, each a step of Adam.</summary>
/// <param name="adam">The optimiser.</param>
/// <param name="epochs">Passes.</param>
/// <param name="minibatches">Parts that the lanes are split into in each pass.</param>
/// <param name="names">Of the numbers of a gradient.</param>
internal sealed class MinibatchDescent(Adam adam, int epochs, int minibatches, IReadOnlyList<string> names)
{
    /// <summary>The optimiser's state before the first iteration, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Initialize(Tensor theta) => adam.Initialize(theta);

    /// <summary>One iteration.</summary>
    /// <param name="key">Of the order of the lanes.</param>
    /// <param name="theta">θ [P].</param>
    /// <param name="optimizer">The optimiser's state.</param>
    /// <param name="lanes">How many there are.</param>
    /// <param name="gradient">(θ, some lanes) → the gradient of their mean.</param>
    /// <param name="iteration">Iterations done before.</param>
    /// <returns>The next θ [P], the next state, and means over all minibatches for the metrics.</returns>
    public OuterStep Step(
        RngKey key, Params theta, IReadOnlyDictionary<string, Tensor> optimizer, long lanes,
        Func<Params, Minibatch, MinibatchGradient> gradient, long iteration)
    {
        var metrics = new List<Tensor>();
        var size = (lanes + minibatches - 1) / minibatches;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var index = 0; index * size < lanes; index++)
            {
                var (g, numbers) = Of(theta, new Minibatch(key, epoch, index, size));
                (var flat, optimizer) = adam.Step(theta.Flat, optimizer, g, iteration);
                theta = theta with { Flat = flat };
                metrics.Add(cat([numbers, g.norm().unsqueeze(0)]));
            }
        }

#pragma warning disable RS0030 // once a meta-iteration
        var means = stack(metrics).mean([0]).to_type(ScalarType.Float64).cpu().data<double>().ToArray();
#pragma warning restore RS0030
        return new OuterStep(
            theta.Flat, optimizer, names.Append("gradient_norm").Zip(means).ToDictionary());

        (Tensor Gradient, Tensor Numbers) Of(Params at, Minibatch some)
        {
            using var scope = NewDisposeScope();
            var (g, numbers) = gradient(at, some);
            return (g.MoveToOuterDisposeScope(), numbers.MoveToOuterDisposeScope());
        }
    }
}
