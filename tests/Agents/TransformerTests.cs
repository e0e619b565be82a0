using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class TransformerTests
{
    private const int Inputs = 3;
    private const int Steps = 7;
    private const int Lanes = 5;

    // The published equations in loops over numbers, for one lane.
    [Theory]
    [InlineData(1000)]
    [InlineData(3)]
    public void Run_OfASequence_IsThePublishedEquations(int context)
    {
        using var scope = NewDisposeScope();
        var settings = new TransformerSettings(8, 2, Heads: 2, context);
        var (outputs, _) = Run(settings, Sequence());
        var weights = Weights(settings)
            .Zip(Model(settings).Weights, (values, weight) => (weight.Name, Values: values.data<double>().ToArray()))
            .ToDictionary(pair => pair.Name, pair => pair.Values);
        var lane = Sequence().select(1, 2);
        var rows = Enumerable.Range(0, Steps).Select(t => lane[t].data<double>().ToArray()).ToArray();
        var expected = new ScalarTransformer(weights, settings).Run(rows);
        for (var t = 0; t < Steps; t++)
        {
            var row = outputs[t, 2].data<double>().ToArray();
            Assert.All(expected[t].Zip(row), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        }
    }

    // Means over heads and blocks, with a context that the first steps are beyond.
    [Theory]
    [InlineData(1000)]
    [InlineData(3)]
    public void Attention_OfAStep_IsThatOfThePublishedEquations(int context)
    {
        using var scope = NewDisposeScope();
        var settings = new TransformerSettings(8, 2, Heads: 2, context);
        var (_, state) = Run(settings, Sequence().narrow(0, 0, Steps - 1));
        using var placed = Model(settings).With(Weights(settings));
        var attention = placed.Attention(Sequence()[Steps - 1], state);
        Assert.Equal([Lanes, Steps], attention.shape);
        var weights = Weights(settings)
            .Zip(Model(settings).Weights, (values, weight) => (weight.Name, Values: values.data<double>().ToArray()))
            .ToDictionary(pair => pair.Name, pair => pair.Values);
        var scalar = new ScalarTransformer(weights, settings);
        var lane = Sequence().select(1, 2);
        _ = scalar.Run([.. Enumerable.Range(0, Steps).Select(t => lane[t].data<double>().ToArray())]);
        var expected = new double[Steps];
        foreach (var one in scalar.OfTheLastStep)
        {
            for (var past = 0; past < one.Length; past++)
            {
                expected[Steps - one.Length + past] += one[past] / scalar.OfTheLastStep.Count;
            }
        }

        Assert.Equal(4, scalar.OfTheLastStep.Count);
        var found = attention[2].data<double>().ToArray();
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }

    [Fact]
    public void Run_WithAnotherLaterStep_HasTheSameEarlierOutputs()
    {
        using var scope = NewDisposeScope();
        var settings = new TransformerSettings(8, 2, Heads: 2);
        var (before, changed) = (Run(settings, Sequence()).Outputs, Sequence());
        changed[4].add_(1);
        var after = Run(settings, changed).Outputs;
        Assert.Equal(before.narrow(0, 0, 4), after.narrow(0, 0, 4));
        Assert.True((before[4] - after[4]).abs().min().ToDouble() > 0);
        Assert.True((before[6] - after[6]).abs().max().ToDouble() > 1e-3); // and remembers it
    }

    [Theory]
    [InlineData(1000, ScalarType.Float32, 1e-5)]
    [InlineData(1000, ScalarType.Float64, 1e-12)]
    [InlineData(3, ScalarType.Float64, 1e-12)]
    public void Run_OfOneStepAfterAnother_IsTheSameAsOfAll(int context, ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        var settings = new TransformerSettings(8, 2, Heads: 2, context);
        Tensor[] weights = [.. Weights(settings).Select(weight => weight.to_type(dtype))];
        using var placed = Model(settings).With(weights);
        var sequence = Sequence().to_type(dtype);
        var state = Model(settings).Start([Lanes], CPU, dtype);
        var whole = placed.Run(sequence, state).Outputs;
        foreach (var (from, count) in new[] { (0, 1), (1, 1), (2, 3), (5, 1), (6, 1) })
        {
            (var outputs, state) = placed.Run(sequence.narrow(0, from, count), state);
            Assert.True((outputs - whole.narrow(0, from, count)).abs().max().ToDouble() < tolerance);
        }
    }

    [Fact]
    public void Keep_OfALaneThatDidNotMove_IsAsIfTheStepHadNotBeen()
    {
        using var scope = NewDisposeScope();
        var settings = new TransformerSettings(8, 2, Heads: 2);
        using var placed = Model(settings).With(Weights(settings));
        var (sequence, first) = (Sequence(), Model(settings).Start([Lanes], CPU, ScalarType.Float64));
        var (_, before) = placed.Run(sequence.narrow(0, 0, 3), first);
        var (_, next) = placed.Run(sequence.narrow(0, 3, 1), before);
        var taken = tensor(new[] { true, true, false, true, true }).view(-1, 1);
        var last = sequence.narrow(0, 4, 1);
        var after = placed.Run(last, placed.Keep(taken, next, before)).Outputs[0];
        var (with, without) = (placed.Run(last, next).Outputs[0], placed.Run(last, before).Outputs[0]);
        Assert.True(after[2].allclose(without[2], 1e-12, 1e-13));
        Assert.False(after[2].allclose(with[2], 1e-3, 1e-3));
        Assert.True(after[3].allclose(with[3], 1e-12, 1e-13));
    }

    [Fact]
    public void Gradient_ByTheWeights_IsThatOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        var settings = new TransformerSettings(4, 1, Heads: 1);
        var layout = new ParamLayout(Model(settings).Weights);
        var theta = cat([.. Weights(settings).Select(weight => weight.flatten())]).requires_grad_();
        var direction = new RngKey(9).Normal([layout.Count], CPU, ScalarType.Float64);
        var along = Derivative.Of(Loss(theta), theta).dot(direction).ToDouble();
        using var constant = no_grad();
        var step = 1e-5;
        var difference = (Loss(theta + (direction * step)) - Loss(theta - (direction * step))).ToDouble() / (2 * step);
        Assert.Equal(difference, along, 1e-6 * Math.Abs(difference));

        Tensor Loss(Tensor flat)
        {
            using var placed = Model(settings).With(layout.Split(flat));
            var outputs = placed.Run(Sequence(), Model(settings).Start([Lanes], CPU, ScalarType.Float64)).Outputs;
            return (outputs * new RngKey(8).Normal(outputs.shape, CPU, ScalarType.Float64)).sum();
        }
    }

    private static (Tensor Outputs, IReadOnlyList<Tensor> State) Run(TransformerSettings settings, Tensor sequence)
    {
        using var placed = Model(settings).With(Weights(settings));
        return placed.Run(sequence, Model(settings).Start([Lanes], CPU, ScalarType.Float64));
    }

    private static Transformer Model(TransformerSettings settings) => new(Inputs, settings);

    private static Tensor Sequence() => new RngKey(2).Normal([Steps, Lanes, Inputs], CPU, ScalarType.Float64);

    private static Tensor[] Weights(TransformerSettings settings) =>
    [
        .. Model(settings).Weights.Select((weight, index) =>
            new RngKey(1).At(index).Normal([.. weight.Shape], CPU, ScalarType.Float64).mul(0.6)),
    ];

    /// <summary>The equations of <see cref="Transformer"/>'s remarks, one number after the other.</summary>
    private sealed class ScalarTransformer(IReadOnlyDictionary<string, double[]> weights, TransformerSettings settings)
    {
        private readonly int _size = settings.Hidden / settings.Heads;
        private int _last;

        // Weights of the last step in every block and head, those of the steps in its context.
        public List<double[]> OfTheLastStep { get; } = [];

        public double[][] Run(double[][] inputs)
        {
            _last = inputs.Length - 1;
            var x = inputs.Select(row => Linear(row, "transformer.embedding")).ToArray();
            for (var block = 1; block <= settings.Layers; block++)
            {
                var name = $"transformer{block}";
                var qkv = x.Select(row => Linear(Norm(row, $"{name}.norm1"), $"{name}.qkv")).ToArray();
                var attended = Enumerable.Range(0, x.Length).Select(t => Attend(qkv, t)).ToArray();
                x = [.. x.Zip(attended, (row, seen) => Sum(row, Linear(seen, $"{name}.attended")))];
                x =
                [
                    .. x.Select(row => Sum(
                        row,
                        Linear(
                            [.. Linear(Norm(row, $"{name}.norm2"), $"{name}.wide").Select(Gelu)], $"{name}.narrow"))),
                ];
            }

            return [.. x.Select(row => Norm(row, "transformer.norm"))];
        }

        private double[] Attend(double[][] qkv, int t)
        {
            var result = new double[settings.Hidden];
            for (var head = 0; head < settings.Heads; head++)
            {
                var from = Math.Max(0, t - settings.Context + 1);
                var q = Turned(qkv[t], head * _size, t);
                var scores = Enumerable.Range(from, t + 1 - from).Select(past =>
                {
                    var k = Turned(qkv[past], settings.Hidden + (head * _size), past);
                    return Math.Exp(q.Zip(k, (a, b) => a * b).Sum() / Math.Sqrt(_size));
                }).ToArray();
                if (t == _last)
                {
                    OfTheLastStep.Add([.. scores.Select(score => score / scores.Sum())]);
                }

                for (var number = 0; number < _size; number++)
                {
                    result[(head * _size) + number] = scores.Select((score, past) =>
                        score * qkv[from + past][(2 * settings.Hidden) + (head * _size) + number]).Sum() / scores.Sum();
                }
            }

            return result;
        }

        // As complex numbers, turned by place / 10000^(2i/d).
        private double[] Turned(double[] row, int from, int place)
        {
            var half = _size / 2;
            var turned = Enumerable.Range(0, half).Select(i =>
                new System.Numerics.Complex(row[from + i], row[from + half + i])
                * System.Numerics.Complex.FromPolarCoordinates(1, place / Math.Pow(10_000, 2.0 * i / _size))).ToArray();
            return [.. turned.Select(pair => pair.Real), .. turned.Select(pair => pair.Imaginary)];
        }

        private double[] Linear(double[] row, string name)
        {
            var (w, b) = (weights[$"{name}.weight"], weights[$"{name}.bias"]);
            return [.. b.Select((bias, output) => bias + row.Select((x, i) => x * w[(output * row.Length) + i]).Sum())];
        }

        private double[] Norm(double[] row, string name)
        {
            var mean = row.Average();
            var std = Math.Sqrt(row.Select(x => (x - mean) * (x - mean)).Average() + 1e-5);
            return
            [
                .. row.Select((x, i) =>
                    ((x - mean) / std * weights[$"{name}.weight"][i]) + weights[$"{name}.bias"][i]),
            ];
        }

        private static double[] Sum(double[] one, double[] other) => [.. one.Zip(other, (a, b) => a + b)];

        private static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

        // Maclaurin's series
        private static double Erf(double x)
        {
            var (sum, term) = (0.0, x);
            for (var n = 0; n < 200; n++)
            {
                sum += term / ((2 * n) + 1);
                term *= -x * x / (n + 1);
            }

            return 2 / Math.Sqrt(Math.PI) * sum;
        }
    }
}
