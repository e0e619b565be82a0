using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class LstmTests
{
    private const int Inputs = 3;
    private const int Units = 4;

    private readonly Lstm _twoLayers = new(Inputs, Units, layers: 2);

    // torch.nn.LSTM of this libtorch, whose weights of a layer are in the order of ours but for the second bias.
    [Fact]
    public void Run_OfTwoLayers_IsLibtorchsOwn()
    {
        using var scope = NewDisposeScope();
        var weights = Weights();
        using var module = nn.LSTM(Inputs, Units, 2).to(ScalarType.Float64);
        using (no_grad())
        {
            foreach (var ((_, parameter), weight) in module.named_parameters().Zip(InTheirOrder(weights)))
            {
                parameter.copy_(weight);
            }
        }

        var sequence = new RngKey(2).Normal([6, 5, Inputs], CPU, ScalarType.Float64);
        var (h, c) = (
            new RngKey(3).Normal([2, 5, Units], CPU, ScalarType.Float64),
            new RngKey(4).Normal([2, 5, Units], CPU, ScalarType.Float64));
        var (expected, lastH, lastC) = module.call(sequence, (h, c));
        using var placed = _twoLayers.With(weights);
        var (outputs, state) = placed.Run(sequence, [h, c]);
        Assert.True(expected.allclose(outputs, 1e-12, 1e-13));
        Assert.True(lastH.allclose(state[0], 1e-12, 1e-13));
        Assert.True(lastC.allclose(state[1], 1e-12, 1e-13));
    }

    [Fact]
    public void Run_OfASequence_IsItsStepsOneByOne()
    {
        using var scope = NewDisposeScope();
        using var placed = _twoLayers.With(Weights());
        var sequence = new RngKey(2).Normal([6, 5, Inputs], CPU, ScalarType.Float64);
        var state = _twoLayers.Start([5], CPU, ScalarType.Float64);
        var whole = placed.Run(sequence, state).Outputs;
        for (var t = 0; t < 6; t++)
        {
            (var output, state) = placed.Run(sequence.narrow(0, t, 1), state);
            Assert.True(output[0].allclose(whole[t], 1e-13, 1e-14));
        }
    }

    // A unit that sees nothing keeps σ(log u) = u / (1 + u) of its cell, and takes in 1 / (1 + u): 1 in all.
    [Fact]
    public void Initialize_WithAMemorySpan_ForgetsAfterOneStepToThatMany()
    {
        using var scope = NewDisposeScope();
        var bias = new Lstm(Inputs, 500, 1, memorySpan: 41).Initialize(new RngKey(5), CPU, ScalarType.Float64)[3];
        var (i, f) = (bias.narrow(0, 0, 500).sigmoid(), bias.narrow(0, 500, 500).sigmoid());
        Assert.True((i + f).allclose(ones_like(i)));
        var steps = f / i; // u
        Assert.InRange(steps.min().ToDouble(), 1, 2);
        Assert.InRange(steps.max().ToDouble(), 39, 40);
        Assert.InRange(steps.mean().ToDouble(), 19, 22);
        Assert.Equal(0, bias.narrow(0, 1000, 1000).abs().max().ToDouble());
    }

    private Tensor[] Weights() =>
    [
        .. _twoLayers.Weights.Select((weight, index) =>
            new RngKey(1).At(index).Normal([.. weight.Shape], CPU, ScalarType.Float64)),
    ];

    // weight_ih, weight_hh, bias_ih, bias_hh of each layer
    private static IEnumerable<Tensor> InTheirOrder(Tensor[] weights) =>
        weights.Chunk(4).SelectMany(layer => new[] { layer[0], layer[2], layer[1], layer[3] });
}
