using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class GruTests
{
    private readonly Gru _twoLayers = new(inputs: 3, hidden: 2, layers: 2);

    [Fact]
    public void Weights_OfTwoLayers_AreNamedInOrder() => Assert.Equal(
        [
            "gru1.input.weight", "gru1.input.bias", "gru1.hidden.weight", "gru1.hidden.bias",
            "gru2.input.weight", "gru2.input.bias", "gru2.hidden.weight", "gru2.hidden.bias",
        ],
        _twoLayers.Weights.Select(weight => weight.Name));

    // Weights sin 1, sin 2, ... in the order of Gru.Weights; x = cos 1, cos 2, ...; h = cos 2, cos 4, ... The numbers
    // are those of at::gru (libtorch 1.13.1), which is PyTorch's documented variant.
    [Fact]
    public void Run_OfTwoLayers_IsLibtorchsOwn()
    {
        using var scope = NewDisposeScope();
        var (outputs, state) = _twoLayers.Run(Sines(_twoLayers), Cosines(1, 3, 2, 3), Cosines(2, 2, 2, 2));
        AssertClose(
            [
                -0.19626547776239878, 0.72746444542035393, 0.26633196655241331, -0.75389514844811911,
                -0.061154930129861382, 0.58734331952782048, 0.27716642060566449, -0.57095577832725997,
                -0.043559109260004156, 0.48003690581687708, 0.24144926491929505, -0.43598269721950045,
            ],
            outputs);
        AssertClose(
            [
                -0.51627317563484731, -0.55582107578522755, 0.34084616482141161, -0.79883986474049906,
                -0.043559109260004156, 0.48003690581687708, 0.24144926491929505, -0.43598269721950045,
            ],
            state);
    }

    // One unit, one input: r = σ(0.3·2 + 0.1 + 0.7·0.5 − 0.4) = σ(0.65), z = σ(−0.2·2 + 0.2 + 0.6·0.5 + 0.1) = σ(0.2),
    // n = tanh(0.5·2 − 0.3 + r (−0.8·0.5 + 0.2)), h′ = (1 − z) n + z·0.5.
    [Fact]
    public void Run_OfOneUnit_IsThePublishedEquations()
    {
        using var scope = NewDisposeScope();
        var gru = new Gru(inputs: 1, hidden: 1, layers: 1);
        Tensor[] weights =
        [
            tensor(new[] { 0.3, -0.2, 0.5 }).view(3, 1), tensor(new[] { 0.1, 0.2, -0.3 }),
            tensor(new[] { 0.7, 0.6, -0.8 }).view(3, 1), tensor(new[] { -0.4, 0.1, 0.2 }),
        ];
        var r = 1 / (1 + Math.Exp(-0.65));
        var z = 1 / (1 + Math.Exp(-0.2));
        var n = Math.Tanh(0.7 - (0.2 * r));
        var h = ((1 - z) * n) + (z * 0.5);
        AssertClose(
            [h],
            gru.Run(
                weights, full([1, 1, 1], 2.0, ScalarType.Float64), full([1, 1, 1], 0.5, ScalarType.Float64)).Outputs);
    }

    [Fact]
    public void Run_OfASequence_IsItsStepsOneByOne()
    {
        using var scope = NewDisposeScope();
        var (weights, sequence) = (Sines(_twoLayers), Cosines(1, 3, 2, 3));
        var state = Cosines(2, 2, 2, 2);
        var whole = _twoLayers.Run(weights, sequence, state).Outputs;
        foreach (var t in new[] { 0, 1, 2 })
        {
            (var output, state) = _twoLayers.Run(weights, sequence.narrow(0, t, 1), state);
            Assert.True(output.squeeze(0).allclose(whole.select(0, t), 1e-14, 1e-14));
        }
    }

    // z's biases are log u with u uniform on [1, T − 1]: a unit that sees nothing keeps σ(log u) = u / (1 + u) of its
    // state in a step.
    [Fact]
    public void Initialize_WithAMemorySpan_ForgetsAfterOneStepToThatMany()
    {
        using var scope = NewDisposeScope();
        var gru = new Gru(inputs: 3, hidden: 500, layers: 2, memorySpan: 41);
        var weights = gru.Initialize(new RngKey(5), CPU, ScalarType.Float64);
        foreach (var bias in new[] { weights[3], weights[7] })
        {
            var spans = bias.narrow(0, 500, 500).exp();
            Assert.InRange(spans.min().ToDouble(), 1, 2);
            Assert.InRange(spans.max().ToDouble(), 39, 40);
            Assert.Equal(20.5, spans.mean().ToDouble(), 1.5); // three standard errors of 500 numbers
            Assert.Equal(
                0, bias.narrow(0, 0, 500).abs().sum().ToDouble() + bias.narrow(0, 1000, 500).abs().sum().ToDouble());
        }

        var plain = new Gru(inputs: 3, hidden: 500, layers: 2).Initialize(new RngKey(5), CPU, ScalarType.Float64);
        Assert.Equal(plain[0], weights[0]);
    }

    [Fact]
    public void Run_OfOneLane_DoesNotSeeAnother()
    {
        using var scope = NewDisposeScope();
        var (weights, sequence, state) = (Sines(_twoLayers), Cosines(1, 3, 2, 3), Cosines(2, 2, 2, 2));
        var before = _twoLayers.Run(weights, sequence, state).Outputs.select(1, 0);
        sequence.select(1, 1).fill_(9);
        state.select(1, 1).fill_(9);
        Assert.Equal(before, _twoLayers.Run(weights, sequence, state).Outputs.select(1, 0));
    }

    [Fact]
    public void Initialize_OfEveryGate_StaysWithinGlorotsBound()
    {
        using var scope = NewDisposeScope();
        var weights = new Gru(inputs: 3, hidden: 16, layers: 1).Initialize(new RngKey(1), CPU, ScalarType.Float64);
        Assert.InRange(weights[0].abs().max().ToDouble(), 0.5, Math.Sqrt(6.0 / 19));
        Assert.InRange(weights[2].abs().max().ToDouble(), 0.4, Math.Sqrt(6.0 / 32));
        Assert.Equal(0, weights[1].abs().max().ToDouble());
        Assert.Equal(0, weights[3].abs().max().ToDouble());
    }

    private static Tensor[] Sines(Gru gru)
    {
        var counts = gru.Weights.Select(weight => weight.Count).ToArray();
        return
        [
            .. arange(1, counts.Sum() + 1, ScalarType.Float64).sin().split(counts)
                .Zip(gru.Weights, (values, weight) => values.view([.. weight.Shape])),
        ];
    }

    private static Tensor Cosines(double step, params long[] shape) =>
        arange(1, shape.Aggregate(1L, (product, size) => product * size) + 1, ScalarType.Float64)
            .mul(step).add(Math.PI / 2).sin().view(shape);

    private static void AssertClose(double[] expected, Tensor actual)
    {
        var numbers = actual.contiguous().data<double>().ToArray();
        Assert.Equal(expected.Length, numbers.Length);
        Assert.All(expected.Zip(numbers), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }
}
